package net.atrelay.sim;

import java.nio.ByteBuffer;
import net.atrelay.sim.repo.Hash;
import org.jspecify.annotations.Nullable;

/// What is remembered of a frame: enough to know it again under whatever sequence number.
///
/// @param type `#commit` and so on; absent in error frames
/// @param high first half of a digest of all bytes but those of the number
/// @param low its second half
public record FramePrint(@Nullable String type, long high, long low) {

    /// What is remembered of this frame.
    public static FramePrint of(byte[] frame) {
        return of(frame, FrameParts.of(frame));
    }

    static FramePrint of(byte[] frame, FrameParts parts) {
        ByteBuffer digest = ByteBuffer.wrap(Hash.sha256(parts.withoutSeq(frame)));
        String type = parts.type();
        // The few types there are, each once.
        return new FramePrint(type == null ? null : type.intern(), digest.getLong(), digest.getLong());
    }
}

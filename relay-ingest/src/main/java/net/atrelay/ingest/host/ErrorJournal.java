package net.atrelay.ingest.host;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The newest errors of one host, for its operator and ours. Owned by the host's event loop.
final class ErrorJournal {
    private static final int DIGEST_BYTES = 16;

    private final int keptMax;
    private final ArrayDeque<HostError> errors = new ArrayDeque<>();

    ErrorJournal(int keptMax) {
        this.keptMax = keptMax;
    }

    /// Adds an end; one like the newest only raises its count.
    void add(SocketEnd end, long atMicros) {
        HostError newest = errors.peekFirst();
        long count = 1;
        if (newest != null && newest.reason() == end.reason() && newest.detail().equals(end.detail())) {
            count += newest.count();
            errors.removeFirst();
        }
        errors.addFirst(new HostError(atMicros, end.reason(), end.detail(), count, digestOf(end.frame())));
        if (errors.size() > keptMax) {
            errors.removeLast();
        }
    }

    /// Newest first.
    List<HostError> list() {
        return List.copyOf(errors);
    }

    private static @Nullable String digestOf(byte @Nullable [] frame) {
        if (frame == null) {
            return null;
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(frame);
            return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: missing (expected: in every JDK)", e);
        }
    }
}

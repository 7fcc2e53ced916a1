package net.atrelay.store.account;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Map;
import net.atrelay.atproto.stream.FrameEncoder;
import net.atrelay.atproto.syntax.Did;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ShownFramesTest {
    private static final Did HIDDEN = new Did("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa");
    private static final Did SHOWN = new Did("did:plc:bbbbbbbbbbbbbbbbbbbbbbbb");
    private static final String TIME = "2026-01-01T00:00:00.000Z";

    @Test
    void onlyTheFramesOfHiddenAccountsAreReplaced() {
        TakedownView takedowns = new Hidden(Map.of(HIDDEN, new EffectiveStatus(false, "suspended")));
        byte[] shown = active(SHOWN);
        assertSame(shown, ShownFrames.of(shown, takedowns));
        assertArrayEquals(
                FrameEncoder.account(HIDDEN, TIME, false, "suspended").withSeq(5_000_000_000L),
                ShownFrames.of(active(HIDDEN), takedowns));
        byte[] info = FrameEncoder.outdatedCursor();
        assertSame(info, ShownFrames.of(info, takedowns));
    }

    @Test
    void nothingIsReplacedWhereNobodyIsHidden() {
        byte[] frame = active(HIDDEN);
        assertSame(frame, ShownFrames.of(frame, new Hidden(Map.of())));
    }

    private static byte[] active(Did did) {
        return FrameEncoder.account(did, TIME, true, null).withSeq(5_000_000_000L);
    }

    private record Hidden(Map<Did, EffectiveStatus> statuses) implements TakedownView {
        @Override
        public boolean isHidden(Did did) {
            return statuses.containsKey(did);
        }

        @Override
        public boolean isEmpty() {
            return statuses.isEmpty();
        }

        @Override
        public @Nullable EffectiveStatus hiddenAs(Did did) {
            return statuses.get(did);
        }

        @Override
        public long changes() {
            return 0;
        }
    }
}

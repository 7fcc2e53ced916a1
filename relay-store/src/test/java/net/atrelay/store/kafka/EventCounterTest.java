package net.atrelay.store.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.log.Followed;
import net.atrelay.store.log.HostCursor;
import net.atrelay.store.log.LogBatch;
import net.atrelay.store.log.LogWriter;
import net.atrelay.store.log.Outcome;
import net.atrelay.store.log.TopicPlace;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// However a node happens to read, the seqs that it tells of offsets are those of every other node.
class EventCounterTest {
    private static final String EVENTS = "atrelay.events";
    private static final long BASE = 1_000;
    private static final int OFFSETS = 40_000;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @Test
    void marksDoNotDependOnHowRecordsAreReadTogether() {
        boolean[] isEvent = new boolean[OFFSETS];
        for (int i = 0; i < OFFSETS; i++) {
            isEvent[i] = random.nextInt(10) > 0;
        }
        List<SeqMark> one = marks(isEvent, 1);
        assertFalse(one.isEmpty(), "marks are told");
        assertEquals(one, marks(isEvent, 700), () -> "seed " + seed);
        for (SeqMark mark : one) {
            long before = 0;
            for (int i = 0; i < mark.offset(); i++) {
                before += isEvent[i] ? 1 : 0;
            }
            assertEquals(BASE + before, mark.seq(), () -> "seed " + seed + " offset " + mark.offset());
        }
    }

    private List<SeqMark> marks(boolean[] isEvent, int longest) {
        List<SeqMark> marks = new ArrayList<>();
        EventCounter counter = new EventCounter(new Numbers(), EVENTS, marks::add);
        long seq = BASE;
        int offset = 0;
        while (offset < OFFSETS) {
            List<Followed> batch = new ArrayList<>();
            long first = seq;
            for (int parts = 1 + random.nextInt(3); parts > 0 && offset < OFFSETS; parts--) {
                int stretchEnd = (int) ((EventCounter.stretchOf(offset) + 1) * EventCounter.STRETCH);
                int end = Math.min(Math.min(OFFSETS, stretchEnd), offset + 1 + random.nextInt(longest));
                List<Outcome> outcomes = new ArrayList<>();
                int next = offset;
                for (; offset < end; offset++) {
                    if (isEvent[offset]) {
                        outcomes.add(event());
                        next = offset + 1;
                    }
                }
                if (!outcomes.isEmpty()) {
                    seq += outcomes.size();
                    batch.add(new Followed(
                            new TopicPlace(EVENTS, 0, next),
                            outcomes,
                            List.of(),
                            List.of(),
                            List.of(),
                            1,
                            new CompletableFuture<>()));
                }
            }
            counter.write(new LogBatch(
                    first, new byte[0][], List.of(), List.of(), List.of(), List.of(), batch, List.of(), 0));
        }
        return marks;
    }

    private static Outcome event() {
        return new Outcome(new Did("did:plc:abcdefghijklmnopqrstuvwx"), null, List.of(), null, null, null, null);
    }

    /// Tables that keep nothing.
    private static final class Numbers implements LogWriter {
        @Override
        public long nextSeq() {
            return 0;
        }

        @Override
        public @Nullable HostCursor cursor(String host) {
            return null;
        }

        @Override
        public void write(LogBatch batch) {}
    }
}

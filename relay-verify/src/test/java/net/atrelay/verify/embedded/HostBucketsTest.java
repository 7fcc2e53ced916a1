package net.atrelay.verify.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import net.atrelay.verify.Share;
import org.junit.jupiter.api.Test;

class HostBucketsTest {
    private static final long MINUTE = TimeUnit.MINUTES.toMicros(1);
    private static final int PER_MINUTE = 24;

    @Test
    void eachHostHasItsOwn() {
        HostBuckets buckets = new HostBuckets(2, MINUTE, Share.WHOLE);
        assertEquals(2, taken(buckets, "a", 0));
        assertEquals(2, taken(buckets, "b", 0));
        assertEquals(1, taken(buckets, "a", MINUTE / 2));
    }

    @Test
    void allProcessesTogetherLetThroughWhatIsConfigured() {
        List<HostBuckets> processes = IntStream.of(7, 4, 1)
                .mapToObj(owned -> new HostBuckets(PER_MINUTE, MINUTE, new Share(owned, 12)))
                .toList();
        assertEquals(List.of(14, 8, 2), taken(processes, 0));
        assertEquals(List.of(7, 4, 1), taken(processes, MINUTE / 2));
        assertEquals(List.of(14, 8, 2), taken(processes, 60 * MINUTE));
    }

    @Test
    void oneAtOnceIsLetThroughInAnyCaseButNotOftenerThanIsConfigured() {
        HostBuckets buckets = new HostBuckets(PER_MINUTE, MINUTE, new Share(1, 96));
        assertEquals(1, taken(buckets, "a", 0));
        assertEquals(0, taken(buckets, "a", 4 * MINUTE - 1));
        assertEquals(1, taken(buckets, "a", 4 * MINUTE));
    }

    private static List<Integer> taken(List<HostBuckets> processes, long nowMicros) {
        return processes.stream().map(buckets -> taken(buckets, "a", nowMicros)).toList();
    }

    private static int taken(HostBuckets buckets, String host, long nowMicros) {
        int taken = 0;
        while (buckets.tryTake(host, nowMicros)) {
            taken++;
        }
        return taken;
    }
}

package net.atrelay.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.SplittableRandom;
import net.atrelay.sim.SimConsumer.Received;
import net.atrelay.sim.repo.Frames;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HearingTest {
    private static final long NOW_MICROS = 1_800_000_000_000_000L;

    private final Population population = new Population(new Realm(5, 1, 10, 0, 20, 0), List.of("localhost:6000"));
    private final Speaker speaker = new Speaker(population, 4);
    private final SplittableRandom random = new SplittableRandom(5);
    private final Hearing hearing = new Hearing(1);
    private Frames.Unsequenced first = hostSeq -> new byte[0];
    private Frames.Unsequenced second = hostSeq -> new byte[0];

    @BeforeEach
    void twoCommitsAreSaid() {
        first = said(NOW_MICROS);
        second = said(NOW_MICROS + 1);
    }

    @Test
    void whatComesOutOnceAndInOrderIsClean() {
        assertEquals(2, hearing.outstanding());
        assertEquals(2, hearing.outstanding(0));
        hears(first, 1_000);
        hears(second, 1_001);
        assertEquals(0, hearing.outstanding());
        assertEquals(0, hearing.outstanding(0));
        assertEquals(0, hearing.surplus() + hearing.disordered() + hearing.holes());
        assertEquals(2, hearing.latencies().getTotalCount());
    }

    @Test
    void whatComesTwiceIsSurplus() {
        hears(first, 1_000);
        hears(first, 1_001);
        assertEquals(1, hearing.surplus());
        assertEquals(1, hearing.outstanding());
    }

    @Test
    void anOrderThatIsNotTheAccountsIsCounted() {
        hears(second, 1_000);
        assertEquals(1, hearing.disordered());
        assertEquals(0, hearing.surplus());
    }

    @Test
    void aSeqThatIsLeftOutIsAHole() {
        hears(first, 1_000);
        hears(second, 1_002);
        assertEquals(1, hearing.holes());
        assertEquals(0, hearing.disordered());
    }

    private Frames.Unsequenced said(long micros) {
        Frames.Unsequenced frame = speaker.next(random, micros);
        hearing.expect(speaker, frame.at(micros - NOW_MICROS + 1));
        return frame;
    }

    private void hears(Frames.Unsequenced frame, long seq) {
        hearing.onFrame(new Received(seq, frame.at(seq)));
    }
}

package net.atrelay.whole;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.atrelay.process.Until;
import net.atrelay.sim.LedgerCheck;
import net.atrelay.sim.LedgerCheck.Report;
import net.atrelay.sim.SimConsumer;
import net.atrelay.sim.SimConsumer.Received;
import org.jspecify.annotations.Nullable;

/// A consumer that comes back with its cursor as often as it must, and remembers a little of each frame. Safe for all
/// threads.
final class Witness implements AutoCloseable {
    private final World world;
    private volatile SimConsumer consumer;
    private int hops;
    private final LedgerCheck check = new LedgerCheck();
    private final List<Seen> seen = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();

    /// What is remembered of a frame.
    record Seen(long seq, int length, int hash) {}

    /// Begins to connect.
    ///
    /// @param cursor where to begin; null for the live tip
    Witness(World world, URI relay, @Nullable Long cursor) {
        this.world = world;
        consumer = world.network().consume(relay, cursor, received -> onFrame(received, 0));
    }

    /// @param connection how often it had hopped before; what comes of an earlier one comes again
    private synchronized void onFrame(Received received, int connection) {
        if (connection != hops) {
            return;
        }
        Long seq = received.seq();
        byte[] frame = received.frame();
        if (seq == null) {
            notices.add(new String(frame, StandardCharsets.ISO_8859_1));
            return;
        }
        seen.add(new Seen(seq, frame.length, Arrays.hashCode(frame)));
        check.onFrame(frame);
    }

    /// Goes on at another node of the same relay, with the cursor that it has.
    void hop(URI relay) {
        consumer.close();
        int connection;
        long cursor;
        synchronized (this) {
            hops++;
            connection = hops;
            cursor = lastSeq();
        }
        consumer = world.network().consume(relay, cursor, received -> onFrame(received, connection));
    }

    SimConsumer consumer() {
        return consumer;
    }

    synchronized int frames() {
        return seen.size();
    }

    synchronized List<Seen> seen() {
        return List.copyOf(seen);
    }

    /// What came with a seq above the cursor.
    synchronized List<Seen> after(long cursor) {
        return seen.stream().filter(frame -> frame.seq() > cursor).toList();
    }

    synchronized long firstSeq() {
        return seen.getFirst().seq();
    }

    /// The newest; 0 when nothing came.
    synchronized long lastSeq() {
        return seen.isEmpty() ? 0 : seen.getLast().seq();
    }

    /// The text of what came without a seq: `#info` and errors.
    synchronized List<String> notices() {
        return List.copyOf(notices);
    }

    /// Waits for a seq.
    void awaitSeq(long seq) {
        Until.holds(() -> "seq " + seq + " comes; last " + lastSeq(), () -> lastSeq() >= seq);
    }

    /// Waits until all has come that must have come by now.
    void awaitDue() {
        int[] judgedAt = {-1};
        Until.holds(() -> "all that is due comes out: " + report(), () -> {
            int now = frames();
            if (now == judgedAt[0] || now < world.ledger().due()) {
                return false;
            }
            judgedAt[0] = now;
            return report().missing() == 0;
        });
    }

    /// Waits until all has been judged, and fails unless just that came which had to: complete, once, in order, dense.
    void assertClean(String label) {
        world.everybodyPosts();
        awaitDue();
        Report report = report();
        assertTrue(report.isClean(), () -> label + ": " + report);
    }

    synchronized Report report() {
        return check.finish(world.ledger());
    }

    @Override
    public void close() {
        consumer.close();
    }
}

package net.atrelay.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import net.atrelay.atproto.stream.AccountFrame;
import net.atrelay.atproto.stream.CommitFrame;
import net.atrelay.atproto.stream.Frame;
import net.atrelay.atproto.stream.FrameDecoder;
import net.atrelay.process.Until;
import net.atrelay.sim.Account;
import net.atrelay.sim.SimConsumer;

/// What everybody sees of an account that is taken down.
final class Hiding {
    private Hiding() {}

    /// Neither its repo is to be had nor is it listed as active.
    static void assertHidden(Operator relay, Account account) {
        HttpResponse<String> repo = relay.query("getRepo?did=" + account.did());
        assertEquals(403, repo.statusCode());
        assertTrue(repo.body().contains("RepoTakendown"), repo.body());
        String listed = relay.query("listRepos").body();
        int at = listed.indexOf(account.did());
        assertTrue(
                at > 0 && listed.substring(at, listed.indexOf('}', at)).contains("\"status\":\"takendown\""), listed);
    }

    /// Commits of an account in the whole window, up to a seq.
    static long commitsOf(Account account, World world, URI relay, long lastSeq) {
        Queue<Frame> frames = new ConcurrentLinkedQueue<>();
        try (SimConsumer consumer =
                world.network().consume(relay, 0L, received -> frames.add(FrameDecoder.decode(received.frame())))) {
            Until.holds("seq " + lastSeq + " comes", () -> {
                Long cursor = consumer.cursor();
                return cursor != null && cursor >= lastSeq;
            });
        }
        boolean isTold = frames.stream()
                .anyMatch(frame -> frame instanceof AccountFrame told
                        && told.envelope().did().value().equals(account.did())
                        && !told.active());
        long commits = frames.stream()
                .filter(frame -> frame instanceof CommitFrame commit
                        && commit.envelope().did().value().equals(account.did()))
                .count();
        assertTrue(commits > 0 || isTold, "neither shown nor told of");
        return commits;
    }
}

package net.atrelay.sim.host;

import io.netty.channel.ChannelHandler;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import net.atrelay.sim.http.Answer;
import net.atrelay.sim.http.LocalServer;
import net.atrelay.sim.http.Loops;
import net.atrelay.sim.http.Query;
import net.atrelay.sim.http.Routes;
import net.atrelay.sim.repo.Frames;
import org.jspecify.annotations.Nullable;

/// A host (PDS) on a loopback port: its stream with a PDS's cursor rules, and the queries a relay sends.
///
/// Frames are appended by one thread at a time; connections belong to event loops. While *held*, appended frames wait
/// to be released: so a load run writes only bytes that were made beforehand.
public final class SimHost implements Routes, AutoCloseable {

    private static final String SUBSCRIBE = "/xrpc/com.atproto.sync.subscribeRepos";

    private final HostLog log;
    private final Map<String, HostedAccount> accounts = new ConcurrentHashMap<>();
    private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();
    private final LongAdder connects = new LongAdder();
    private final LocalServer server;
    private final HostQueries queries;
    private volatile boolean held;

    /// A frame as a host numbered it.
    public record Announced(long hostSeq, byte[] frame) {}

    /// Listens at once.
    ///
    /// @param port 0 for any free one
    /// @param lastSeq the number before the first frame's
    public SimHost(Loops loops, int port, long lastSeq) {
        log = new HostLog(lastSeq);
        server = new LocalServer(loops, port, this);
        queries = new HostQueries(hostname(), accounts);
    }

    /// The name a relay knows this host by, `localhost:PORT`.
    public String hostname() {
        return "localhost:" + server.port();
    }

    /// The service endpoint DID documents name.
    public String endpoint() {
        return "http://" + hostname();
    }

    /// The port it listens on.
    public int port() {
        return server.port();
    }

    /// Takes an account in, or puts its newer state in place of the old.
    public void host(HostedAccount account) {
        accounts.put(account.did(), account);
    }

    /// Forgets an account, so that queries say `RepoNotFound`.
    public void forget(String did) {
        accounts.remove(did);
    }

    /// Numbers a frame and puts it into the log, where it waits for [#publish].
    ///
    /// @param gap numbers to leave out before it
    /// @param before done right before the frame is published; null for nothing
    public Announced append(Frames.Unsequenced frame, long gap, @Nullable Runnable before) {
        long seq = log.nextSeq() + gap;
        Announced announced = new Announced(seq, frame.at(seq));
        log.append(announced, before);
        return announced;
    }

    /// Puts a recorded frame into the log under the number it carries.
    public void append(Announced recorded) {
        log.append(recorded, null);
    }

    /// Publishes what was appended, unless the host is held.
    public void publish() {
        if (!held) {
            release(Integer.MAX_VALUE);
        }
    }

    /// From now on appended frames wait for [#release].
    public void hold() {
        held = true;
    }

    /// Publishes up to `count` waiting frames; returns how many.
    public int release(int count) {
        int released = log.publish(count);
        if (released > 0) {
            wake();
        }
        return released;
    }

    /// Frames that wait to be released.
    public int waiting() {
        return log.unpublished();
    }

    /// The newest number that was published.
    public long publishedSeq() {
        return log.publishedSeq();
    }

    /// Connections now open.
    public int connections() {
        return subscriptions.size();
    }

    /// Connections ever opened.
    public long connects() {
        return connects.sum();
    }

    /// Sends bytes that no log holds to every open connection; returns to how many.
    public int intrude(byte[] bytes, boolean asText) {
        int open = subscriptions.size();
        subscriptions.forEach(subscription -> subscription.intrude(bytes, asText));
        return open;
    }

    /// Cuts every open connection; returns how many.
    public int disconnect() {
        int open = subscriptions.size();
        subscriptions.forEach(Subscription::disconnect);
        return open;
    }

    /// Stops sending to the connections now open, or goes on; returns how many there are.
    public int stall(boolean stop) {
        subscriptions.forEach(subscription -> subscription.stall(stop));
        return subscriptions.size();
    }

    /// Drops all but the newest frames from the backlog, so that older cursors are outdated.
    public void forgetAllBut(int frames) {
        log.forgetAllBut(frames);
    }

    /// Loses the log and numbers on from `seq`, as after a restore from a backup; open connections are cut.
    public void loseLog(long seq) {
        disconnect();
        log.reset(seq);
    }

    @Override
    public Answer answer(Query query) {
        return queries.answer(query);
    }

    @Override
    public @Nullable ChannelHandler stream(Query query) {
        return query.path().equals(SUBSCRIBE) ? new Subscription(this, log, query.parameter("cursor")) : null;
    }

    void onOpen(Subscription subscription) {
        subscriptions.add(subscription);
        connects.increment();
    }

    void onClosed(Subscription subscription) {
        subscriptions.remove(subscription);
    }

    private void wake() {
        subscriptions.forEach(Subscription::wake);
    }

    @Override
    public void close() {
        server.close();
    }
}

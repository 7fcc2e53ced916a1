package net.atrelay.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import net.atrelay.sim.PeerProcess;

/// The process of [Peers], seen from who measures a relay. Used by one thread.
public final class PeersProcess implements AutoCloseable {
    private final PeerProcess process;
    private final String plcUrl;
    private final String hosts;

    private PeersProcess(PeerProcess process) throws IOException {
        this.process = process;
        String[] words = process.expect("ready").split(" ", 2);
        plcUrl = words[0];
        hosts = words[1];
    }

    /// Starts it and waits until it has made its frames.
    public static PeersProcess start(BenchPlan plan) throws IOException {
        PeerProcess process = PeerProcess.start(List.of("-XX:+UseSerialGC"), Peers.class, plan.words());
        boolean isReady = false;
        try {
            PeersProcess peers = new PeersProcess(process);
            isReady = true;
            return peers;
        } finally {
            if (!isReady) {
                process.close();
            }
        }
    }

    public String plcUrl() {
        return plcUrl;
    }

    /// Their names, separated by commas.
    public String hosts() {
        return hosts;
    }

    /// Waits until the relay has found all hosts, and the consumer the relay.
    public void listen(int port) throws IOException {
        process.say("listen ws://127.0.0.1:" + port);
        process.expect("listening");
    }

    /// Lets the hosts say the next frames, as fast as the relay takes them; returns when the consumer has them all.
    public void send(int frames) throws IOException {
        process.say("release " + frames);
        process.expect("received");
    }

    /// The floor of the frames sent last.
    Floor.Cost floor() throws IOException {
        process.say("floor");
        return Floor.Cost.of(List.of(process.expect("floor").split(" ")));
    }

    /// The same with all cores at it at once.
    Floor.Cost crowdedFloor() throws IOException {
        process.say("crowd");
        return Floor.Cost.of(List.of(process.expect("crowd").split(" ")));
    }

    /// Lets the hosts say the next frames, before a consumer listens.
    public void emit(int frames) throws IOException {
        process.say("emit " + frames);
        process.expect("emitted");
    }

    /// Lets the hosts begin to say the next frames at an even rate; [#steadied] is to follow.
    public void steady(double perSecond, int frames) {
        process.say("steady " + perSecond + " " + frames);
    }

    /// Waits until the consumer has them all.
    public Course steadied() throws IOException {
        return Course.of(List.of(process.expect("steady").split(" ")));
    }

    /// Writes a line for each account, of its DID and its key.
    public void keepKeys(Path file) throws IOException {
        process.say("keys " + file);
        process.expect("kept");
    }

    /// Lets one more consumer read so many events from cursor 0 on, as fast as they come.
    ///
    /// @return how long that took, in nanoseconds
    long replay(int port, long events) throws IOException {
        process.say("replay " + port + " " + events);
        return Long.parseLong(process.expect("replayed"));
    }

    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.close();
    }
}

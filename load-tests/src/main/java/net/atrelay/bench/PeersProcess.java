package net.atrelay.bench;

import java.io.IOException;
import java.util.List;
import net.atrelay.sim.PeerProcess;

/// The process of [Peers], seen from the relay that is measured. Used by one thread.
final class PeersProcess implements AutoCloseable {
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
    static PeersProcess start(BenchPlan plan) throws IOException {
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

    String plcUrl() {
        return plcUrl;
    }

    /// Their names, separated by commas.
    String hosts() {
        return hosts;
    }

    /// Waits until the relay has found all hosts, and the consumer the relay.
    void listen(int port) throws IOException {
        process.say("listen ws://127.0.0.1:" + port);
        process.expect("listening");
    }

    /// Lets the hosts say the next frames, as fast as the relay takes them; returns when the consumer has them all.
    void send(int frames) throws IOException {
        process.say("release " + frames);
        process.expect("received");
    }

    /// The floor of the frames sent last.
    Floor.Cost floor() throws IOException {
        process.say("floor");
        return Floor.Cost.of(List.of(process.expect("floor").split(" ")));
    }

    @Override
    public void close() {
        process.close();
    }
}

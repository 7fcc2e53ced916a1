package net.atrelay.hostile;

import java.io.IOException;
import java.util.List;
import net.atrelay.sim.PeerProcess;
import net.atrelay.sim.hostile.Hostility;

/// The process of [Cast], seen from the relay that is measured. Used by one thread.
final class CastProcess implements AutoCloseable {
    private final PeerProcess process;
    private final String plcUrl;
    private final String goodHost;

    private CastProcess(PeerProcess process) throws IOException {
        this.process = process;
        String[] words = process.expect("ready").split(" ", 2);
        plcUrl = words[0];
        goodHost = words[1];
    }

    static CastProcess start(HostilePlan plan) throws IOException {
        PeerProcess process = PeerProcess.start(List.of("-Xmx2g"), Cast.class, plan.words());
        boolean isReady = false;
        try {
            CastProcess cast = new CastProcess(process);
            isReady = true;
            return cast;
        } finally {
            if (!isReady) {
                process.close();
            }
        }
    }

    String plcUrl() {
        return plcUrl;
    }

    String goodHost() {
        return goodHost;
    }

    /// Waits until the relay has found the good host, and the consumer the relay.
    void listen(int port) throws IOException {
        process.say("listen ws://127.0.0.1:" + port);
        process.expect("listening");
    }

    /// Lets the good host speak, and waits until all has come out.
    Window speak(int seconds) throws IOException {
        process.say("speak " + seconds);
        return Window.of(process.expect("spoken"));
    }

    /// One more hostile host; gives its name.
    String open(Hostility kind) throws IOException {
        process.say("open " + kind.name());
        return process.expect("opened");
    }

    /// Ends all hostile hosts; gives how often they have done what they do.
    long closeHostile() throws IOException {
        process.say("close");
        return Long.parseLong(process.expect("closed"));
    }

    @Override
    public void close() {
        process.close();
    }
}

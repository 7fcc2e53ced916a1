package net.atrelay.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.atrelay.sim.PeerProcess;

/// The process of [Crowd], seen from who measures. Used by one thread.
final class CrowdProcess implements AutoCloseable {
    private final PeerProcess process;
    private final String plcUrl;
    private final List<String> hosts;

    private CrowdProcess(PeerProcess process) throws IOException {
        this.process = process;
        String[] words = process.expect("ready").split(" ", 2);
        plcUrl = words[0];
        hosts = List.of(words[1].split(","));
    }

    /// Starts it and waits until all hosts listen.
    static CrowdProcess start(Realm realm, int speakersMax) throws IOException {
        List<String> words = new ArrayList<>(realm.words());
        words.add(Integer.toString(speakersMax));
        PeerProcess process = PeerProcess.start(List.of("-XX:MaxRAMPercentage=30"), Crowd.class, words);
        boolean isReady = false;
        try {
            CrowdProcess crowd = new CrowdProcess(process);
            isReady = true;
            return crowd;
        } finally {
            if (!isReady) {
                process.close();
            }
        }
    }

    String plcUrl() {
        return plcUrl;
    }

    /// Names of the hosts, biggest first.
    List<String> hosts() {
        return hosts;
    }

    /// Waits until the consumer is connected.
    void listen(String relay) throws IOException {
        ask("listen " + relay, "listening");
    }

    void speak(double perSecond, long events, int newcomersPercent) throws IOException {
        ask("speak " + perSecond + " " + events + " " + newcomersPercent, "speaking");
    }

    void hush() throws IOException {
        ask("hush", "hushed");
    }

    /// Waits until all is said and has come out, for so long at most; returns how many events have not.
    int await(Duration atMost) throws IOException {
        return Integer.parseInt(ask("await " + atMost.toSeconds(), "awaited"));
    }

    void mark() throws IOException {
        ask("mark", "marked");
    }

    CrowdNews news() throws IOException {
        return CrowdNews.of(ask("tell", "told"));
    }

    private String ask(String line, String answer) throws IOException {
        process.say(line);
        return process.expect(answer);
    }

    @Override
    public void close() {
        process.close();
    }
}

package net.atrelay.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import net.atrelay.sim.SimConsumer;
import net.atrelay.sim.host.SimHost;
import net.atrelay.sim.http.Loops;
import net.atrelay.sim.plc.SimPlc;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// All that a relay under load is not, as a process of its own: directory, hosts, speaking accounts and a consumer.
/// Talks to [CrowdProcess] in lines, answering each:
///
/// 1. says `ready PLC-URL HOST,HOST…`;
/// 2. `listen RELAY-URL`: `listening` once the consumer is connected;
/// 3. `speak PER-SECOND EVENTS NEWCOMERS-PERCENT`: `speaking`, and goes on by itself;
/// 4. `hush`: `hushed` once nobody speaks;
/// 5. `await SECONDS`: `awaited N` once all is said and has come out, or when time is up; N has not come out;
/// 6. `mark`: `marked`; the next event that comes out is the first;
/// 7. `tell`: `told` and the words of [CrowdNews].
///
/// Ends when there is nothing more to hear.
final class Crowd {
    private static final int LOOPS = 2;
    private static final long POLL_MILLIS = 5;

    private final Population population;
    private final List<SimHost> hosts;
    private final SimPlc plc;
    private final Loops loops;
    private final Hearing hearing;
    private final Talk talk;
    private @Nullable SimConsumer consumer;

    private Crowd(Realm realm, int speakersMax) {
        loops = new Loops(LOOPS);
        hosts = new ArrayList<>();
        for (int i = 0; i < realm.hosts(); i++) {
            int port = realm.basePort() == 0 ? 0 : realm.basePort() + i;
            hosts.add(new SimHost(loops, port, Population.seqReached(i)));
        }
        population = new Population(realm, hosts.stream().map(SimHost::hostname).toList());
        plc = new SimPlc(loops, 0, this::identity);
        hearing = new Hearing(realm.hosts());
        talk = new Talk(population, hosts, hearing, speakersMax);
    }

    /// @param args the words of a [Realm], and how many accounts speak on a day
    public static void main(String[] args) throws IOException, InterruptedException {
        Iterator<String> word = List.of(args).iterator();
        Realm realm = Realm.of(word);
        Crowd crowd = new Crowd(realm, Integer.parseInt(word.next()));
        try {
            crowd.serve();
        } finally {
            crowd.close();
        }
    }

    private void serve() throws IOException, InterruptedException {
        say("ready " + plc.url() + " " + hosts.stream().map(SimHost::hostname).collect(Collectors.joining(",")));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            say(answer(line.split(" ", -1)));
        }
    }

    private String answer(String[] words) throws InterruptedException {
        return switch (words[0]) {
            case "listen" -> listen(URI.create(words[1]));
            case "speak" -> {
                talk.begin(Double.parseDouble(words[1]), Long.parseLong(words[2]), Integer.parseInt(words[3]));
                yield "speaking";
            }
            case "hush" -> {
                talk.hush();
                yield "hushed";
            }
            case "await" -> "awaited " + await(Long.parseLong(words[1]));
            case "mark" -> {
                hearing.mark();
                yield "marked";
            }
            case "tell" -> "told " + String.join(" ", news().words());
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    private String listen(URI relay) throws InterruptedException {
        SimConsumer listener = new SimConsumer(loops, relay, null, hearing);
        consumer = listener;
        while (!listener.isConnected()) {
            Thread.sleep(POLL_MILLIS);
        }
        return "listening";
    }

    private int await(long seconds) throws InterruptedException {
        talk.await();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (hearing.outstanding() > 0 && System.nanoTime() < until) {
            Thread.sleep(POLL_MILLIS);
        }
        return hearing.outstanding();
    }

    private CrowdNews news() {
        Histogram latencies = hearing.latencies();
        return new CrowdNews(
                talk.said(),
                talk.spoken(),
                hearing.heard(),
                hearing.outstanding(),
                hearing.surplus(),
                hearing.disordered(),
                hearing.holes(),
                latencies.getValueAtPercentile(50),
                latencies.getValueAtPercentile(99),
                latencies.getMaxValue(),
                plc.requests(),
                hosts.stream().filter(host -> host.connections() > 0).count(),
                hearing.firstAtNanos());
    }

    private SimPlc.@Nullable Identity identity(String did) {
        Long number = population.numberOf(did);
        return number == null
                ? null
                : new SimPlc.Identity(
                        population.handle(number),
                        population.multikey(number),
                        hosts.get(population.hostOf(number)).endpoint(),
                        false);
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private void close() throws InterruptedException {
        talk.hush();
        if (consumer != null) {
            consumer.close();
        }
        hosts.forEach(SimHost::close);
        plc.close();
        loops.close();
    }
}

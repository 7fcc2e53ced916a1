package net.atrelay.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import net.atrelay.sim.Account;
import net.atrelay.sim.FramePrint;
import net.atrelay.sim.Ledger;
import net.atrelay.sim.Pace;
import net.atrelay.sim.Recording;
import net.atrelay.sim.SimConsumer;
import net.atrelay.sim.SimNetwork;
import net.atrelay.sim.host.SimHost;
import org.jspecify.annotations.Nullable;

/// All that a relay under measurement is not, as a process of its own, so that the relay's is measured alone:
/// directory, hosts with recorded frames, one consumer, and the floor. Talks to [PeersProcess] in lines:
///
/// 1. says `ready PLC-URL HOST,HOST…` once all frames are made;
/// 2. hears `listen RELAY-URL`, says `listening` once the consumer and all hosts are connected;
/// 3. hears `release N`, says `received N` once so many more events have come out;
/// 4. hears `floor`, says `floor` and the words of a [Floor.Cost] for the frames released last;
/// 5. hears `emit N`, says `emitted N` once all hosts are connected and so many more frames may be read;
/// 6. hears `steady PER-SECOND N`, says `steady` and the words of a [Course] once so many more events have come out;
/// 7. hears `keys FILE`, says `kept` once the file has a line for each account, of its DID and its key;
/// 8. hears `replay PORT N`, says `replayed NANOS` once one more consumer has read so many events from cursor 0
///    on;
/// 9. hears `crowd`, says `crowd` and the words of a [Floor.Cost] as for `floor`, but with all cores at it at once.
///
/// Ends when there is nothing more to hear.
final class Peers {
    /// Decides nothing but the times in the frames.
    private static final double RECORDED_PER_SECOND = 500;

    /// A round's floor is that of so many frames at most.
    private static final int FLOOR_FRAMES_MAX = 10_000;

    /// At a steady rate a host is late by so much at most.
    private static final long TICK_NANOS = 200_000;

    private final SimNetwork network;
    private final Recording recording;
    private final List<SignedFrame> frames;
    private final Floor floor = new Floor();
    private final FloorCrowd crowd = new FloorCrowd();
    private final Arrivals arrivals = new Arrivals();
    private int released;

    private Peers(SimNetwork network, Recording recording) {
        this.network = network;
        this.recording = recording;
        frames = signedFrames(network);
    }

    /// @param args the words of a [BenchPlan]
    public static void main(String[] args) throws IOException, InterruptedException {
        BenchPlan plan = BenchPlan.of(List.of(args));
        Recording.Recorded recorded =
                Recording.of(plan.world(), BenchPlan.mix(), plan.allEvents(), RECORDED_PER_SECOND);
        try (SimNetwork network = recorded.network()) {
            new Peers(network, recorded.recording()).serve();
        }
    }

    private static List<SignedFrame> signedFrames(SimNetwork network) {
        List<SignedFrame> frames = new ArrayList<>();
        for (Ledger.Entry entry : network.ledger().entries()) {
            String key = Objects.requireNonNull(network.plc().identity(entry.did()), entry.did())
                    .multikey();
            frames.add(new SignedFrame("did:key:" + key, entry.frame()));
        }
        return frames;
    }

    private void serve() throws IOException, InterruptedException {
        say("ready " + network.plc().url() + " "
                + network.hosts().stream().map(SimHost::hostname).collect(Collectors.joining(",")));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        @Nullable SimConsumer consumer = null;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", 2);
            switch (words[0]) {
                case "listen" -> {
                    consumer = network.consume(URI.create(words[1]), null, arrivals);
                    awaitConnections(consumer);
                    say("listening");
                }
                case "release" -> {
                    released = recording.release(Integer.parseInt(words[1]));
                    arrivals.awaitMore(released);
                    say("received " + released);
                }
                case "floor" ->
                    say("floor " + String.join(" ", floor.measure(sample()).words()));
                case "crowd" ->
                    say("crowd " + String.join(" ", crowd.measure(sample()).words()));
                case "emit" -> {
                    awaitHosts();
                    say("emitted " + recording.release(Integer.parseInt(words[1])));
                }
                case "steady" -> {
                    String[] numbers = words[1].split(" ", 2);
                    Course course = steady(Double.parseDouble(numbers[0]), Integer.parseInt(numbers[1]));
                    say("steady " + String.join(" ", course.words()));
                }
                case "keys" -> {
                    keepKeys(Path.of(words[1]));
                    say("kept");
                }
                case "replay" -> {
                    String[] numbers = words[1].split(" ", 2);
                    long nanos = Sink.read(Integer.parseInt(numbers[0]), Long.parseLong(numbers[1]));
                    say("replayed " + nanos);
                }
                default -> throw new IllegalArgumentException(line);
            }
        }
        if (consumer != null) {
            consumer.close();
        }
    }

    /// The frames released last; of many, the first of them.
    private List<SignedFrame> sample() {
        int until = recording.frames() - recording.left();
        int from = until - released;
        return frames.subList(from, Math.min(until, from + FLOOR_FRAMES_MAX));
    }

    private Course steady(double perSecond, int count) throws InterruptedException {
        int from = recording.frames() - recording.left();
        List<FramePrint> prints = frames.subList(from, from + count).stream()
                .map(frame -> FramePrint.of(frame.bytes()))
                .toList();
        arrivals.time(prints, perSecond);
        Pace.run(perSecond, count, TICK_NANOS, portion -> recording.release(portion));
        arrivals.awaitMore(count);
        return arrivals.course(perSecond);
    }

    private void keepKeys(Path file) throws IOException {
        List<String> lines = network.accounts().stream()
                .map(Account::did)
                .map(did -> did + " did:key:"
                        + Objects.requireNonNull(network.plc().identity(did), did)
                                .multikey())
                .toList();
        Files.write(file, lines);
    }

    private void awaitConnections(SimConsumer consumer) throws InterruptedException {
        while (!consumer.isConnected()) {
            Thread.sleep(1);
        }
        awaitHosts();
    }

    private void awaitHosts() throws InterruptedException {
        while (!network.hosts().stream().allMatch(host -> host.connections() > 0)) {
            Thread.sleep(1);
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}

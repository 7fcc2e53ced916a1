package net.atrelay.realnet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import net.atrelay.process.Child;
import net.atrelay.process.Until;
import net.atrelay.sim.FrameParts;

/// One of the libraries that consumers use, as a process that reads a stream from cursor 0 and prints what it makes of
/// it (load-tests/consumers).
final class LibraryConsumer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final Child child;
    private final Function<byte[], Stream<String>> makes;
    private final List<String> events = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();

    /// @param makes the events that the library makes of a frame, in words
    private LibraryConsumer(String name, List<String> command, Path folder, Function<byte[], Stream<String>> makes) {
        this.name = name;
        this.makes = makes;
        this.child = Child.start(command, folder, Map.of(), Workplace.log(name), this::onLine);
    }

    /// `@atproto/sync`, verifying each commit.
    ///
    /// @param stream whose stream, such as `ws://127.0.0.1:2470`
    static LibraryConsumer typescript(URI stream, String plcUrl) {
        List<String> command = List.of(Workplace.packagedNode(), "consume.mjs", stream.toString(), plcUrl, "0");
        return new LibraryConsumer("consumer-npm", command, Workplace.npmConsumer(), LibraryConsumer::records);
    }

    /// `atproto`.
    static LibraryConsumer python(URI stream) {
        List<String> command = List.of(Workplace.python(), "consume.py", stream.toString(), "0");
        Path folder = Workplace.module().resolve("consumers/python");
        return new LibraryConsumer("consumer-python", command, folder, frame -> Stream.of(event(frame)));
    }

    /// Waits until the library has seen as much as these frames hold; fails unless it has seen just that, each event
    /// once and in order, without a complaint.
    void sees(List<byte[]> frames) {
        List<String> expected = frames.stream().flatMap(makes).toList();
        Until.holds(
                name + " sees " + expected.size() + " events; see " + Workplace.log(name),
                () -> !errors().isEmpty() || events().size() >= expected.size());
        assertEquals(List.of(), errors(), name);
        assertEquals(expected, events(), name);
    }

    @Override
    public void close() {
        child.close();
    }

    private synchronized List<String> events() {
        return List.copyOf(events);
    }

    private synchronized List<String> errors() {
        return List.copyOf(errors);
    }

    private synchronized void onLine(String line) {
        try {
            JsonNode node = JSON.readTree(line);
            if (node.has("error")) {
                errors.add(line);
            } else {
                events.add(words(node));
            }
        } catch (JsonProcessingException e) {
            errors.add(line);
        }
    }

    private static String words(JsonNode event) {
        String path = event.has("path") ? " " + event.path("path").asText() : "";
        return event.path("seq").asLong() + " " + event.path("event").asText() + " "
                + event.path("did").asText() + path;
    }

    private static String event(byte[] frame) {
        FrameParts parts = FrameParts.of(frame);
        return parts.seq() + " " + Objects.requireNonNull(parts.type()).substring(1) + " " + parts.did();
    }

    /// Each record of a commit is an event; a commit without records is none.
    private static Stream<String> records(byte[] frame) {
        FrameParts parts = FrameParts.of(frame);
        if (!"#commit".equals(parts.type())) {
            return Stream.of(event(frame));
        }
        return new Payload(frame)
                .ops().stream().map(op -> parts.seq() + " " + op.action() + " " + parts.did() + " " + op.path());
    }
}

package net.atrelay.realnet;

import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import net.atrelay.process.Child;

/// A real PLC directory and real PDSs on loopback, in processes of their own (load-tests/realnet), driven by commands.
///
/// One command at a time: its answer comes after every frame it led to, so those frames are known to be its own.
final class RealNetwork implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    /// The first start compiles a native library.
    private static final long START_SECONDS_MAX = 600;

    private static final long ACT_SECONDS_MAX = 120;

    private final BlockingQueue<JsonNode> lines = new LinkedBlockingQueue<>();
    private final Child child;
    private final String plcUrl;
    private final List<String> hosts;
    private int lastId;

    /// What a command did: the answer's facts, and the frames that hosts announced for it.
    record Act(JsonNode facts, List<Announced> frames) {
        /// The account's DID.
        String did() {
            return facts.path("did").asText();
        }

        /// The account's number.
        int account() {
            return facts.path("account").intValue();
        }
    }

    private RealNetwork(int hostCount) {
        List<String> command = List.of("node", "network.mjs", "--hosts", Integer.toString(hostCount));
        child = Child.start(
                command, Workplace.realnet(), Map.of(), Workplace.log("network"), line -> lines.add(parsed(line)));
        JsonNode ready = next(START_SECONDS_MAX);
        plcUrl = ready.path("plc").asText();
        hosts = StreamSupport.stream(ready.path("hosts").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /// Starts a directory and so many hosts, without accounts.
    static RealNetwork start(int hosts) {
        return new RealNetwork(hosts);
    }

    String plcUrl() {
        return plcUrl;
    }

    /// The hosts by the names that a relay is told.
    List<String> hosts() {
        return hosts;
    }

    /// Carries out a command that must succeed.
    synchronized Act act(String name, Map<String, ?> arguments) {
        ObjectNode command = JSON.createObjectNode().put("id", ++lastId).put("do", name);
        command.setAll(JSON.<ObjectNode>valueToTree(arguments));
        child.say(command.toString());
        List<Announced> frames = new ArrayList<>();
        JsonNode line = next(ACT_SECONDS_MAX);
        while (line.has("upstream")) {
            frames.add(new Announced(line.path("upstream").asText(), bytes(line.path("frame"))));
            line = next(ACT_SECONDS_MAX);
        }
        if (line.path("id").intValue() != lastId || !line.path("ok").booleanValue()) {
            fail("command " + command + ": " + line);
        }
        return new Act(line, frames);
    }

    /// As [#act(String, Map)], for a command about an account that needs nothing else.
    Act act(String name, int account) {
        return act(name, Map.of("account", account));
    }

    @Override
    public void close() {
        child.endInput();
    }

    private JsonNode next(long secondsMax) {
        try {
            for (long second = 0; second < secondsMax; second++) {
                // Asked first: what it said last is then in the queue.
                boolean silent = child.isSilent();
                JsonNode line = lines.poll(silent ? 0 : 1, TimeUnit.SECONDS);
                if (line != null) {
                    return line;
                }
                if (silent) {
                    return fail("the network has ended: " + child.lastComplaint());
                }
            }
            child.kill();
            return fail("the network says nothing for " + secondsMax + " s; see " + Workplace.log("network"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fail(e);
        }
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("line: " + line + " (expected: JSON)", e);
        }
    }

    private static byte[] bytes(JsonNode base64) {
        try {
            return base64.binaryValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

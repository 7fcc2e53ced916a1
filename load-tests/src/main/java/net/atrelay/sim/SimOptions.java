package net.atrelay.sim;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The program's options, read once.
record SimOptions(Map<String, String> given) {

    private static final List<String> SWITCHES = List.of("commits-only", "recorded");
    private static final List<String> VALUES = List.of(
            "hosts",
            "accounts",
            "records",
            "rate",
            "seconds",
            "seed",
            "plc-port",
            "base-port",
            "faults",
            "wait",
            "crawl",
            "check",
            "settle",
            "cursor");

    /// @throws IllegalArgumentException naming what is wrong in one line
    static SimOptions parse(String[] args) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < args.length; i++) {
            String name = args[i].startsWith("--") ? args[i].substring(2) : "";
            if (SWITCHES.contains(name)) {
                given.put(name, "true");
            } else if (VALUES.contains(name) && i + 1 < args.length) {
                given.put(name, args[++i]);
            } else {
                throw new IllegalArgumentException("unknown or incomplete option: " + args[i]);
            }
        }
        SimOptions options = new SimOptions(given);
        options.world();
        options.mix();
        if (options.isRecorded() && options.number("seconds", 0) == 0) {
            throw new IllegalArgumentException("--recorded needs --seconds");
        }
        return options;
    }

    WorldConfig world() {
        return new WorldConfig(
                number("seed", 1),
                (int) number("hosts", 5),
                (int) number("accounts", 100),
                10,
                (int) number("records", 2_000),
                0,
                !isRecorded(),
                (int) number("plc-port", 0),
                (int) number("base-port", 0));
    }

    Mix mix() {
        Mix mix = given.containsKey("commits-only") ? Mix.commitsOnly() : Mix.everyday();
        return mix.withFaults((int) number("faults", 0));
    }

    boolean isRecorded() {
        return given.containsKey("recorded");
    }

    double rate() {
        return number("rate", 100);
    }

    long steps() {
        long seconds = number("seconds", 0);
        return seconds == 0 ? Long.MAX_VALUE : (long) (seconds * rate());
    }

    /// How long to wait for connections; null for not at all.
    @Nullable
    Duration waits() {
        return given.containsKey("wait") ? Duration.ofSeconds(number("wait", 0)) : null;
    }

    /// Where the check of a relay begins; null for its live tip.
    @Nullable
    Long cursor() {
        return given.containsKey("cursor") ? Long.valueOf(number("cursor", 0)) : null;
    }

    Duration settle() {
        return Duration.ofSeconds(number("settle", 30));
    }

    /// The relay to be asked to crawl; null for none.
    @Nullable
    String crawl() {
        return given.get("crawl");
    }

    /// The relay whose stream is checked; null for none.
    @Nullable
    String check() {
        return given.get("check");
    }

    private long number(String name, long otherwise) {
        String text = given.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(text);
            if (number < 0) {
                throw new IllegalArgumentException("--" + name + " " + text + ": a number from 0 is expected");
            }
            return number;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--" + name + " " + text + ": a number is expected", e);
        }
    }
}

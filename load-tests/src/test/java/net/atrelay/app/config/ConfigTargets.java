package net.atrelay.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.atrelay.fuzz.FuzzTarget;
import net.atrelay.fuzz.Seeds;

/// Settings as operators write them.
public final class ConfigTargets {
    private static final List<Kind<?>> KINDS = List.of(
            Kinds.flag(),
            Kinds.integer(-5, 1_000_000),
            Kinds.number(0, Long.MAX_VALUE),
            Kinds.smallSize(0, Integer.MAX_VALUE),
            Kinds.size(0, Long.MAX_VALUE),
            Kinds.duration(Duration.ZERO, Duration.ofDays(10_000)),
            Kinds.text(300),
            Kinds.textOrNone(300),
            Kinds.names(),
            Kinds.word(LogLevel.class),
            Kinds.address(),
            Kinds.uri(),
            Kinds.blocks(),
            Kinds.tiers(),
            Kinds.file(),
            Kinds.path());
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,18})(TiB|GiB|MiB|KiB|B|)");
    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB");

    private ConfigTargets() {}

    public static List<FuzzTarget> all() {
        return List.of(
                new FuzzTarget("setting-value", values(), 3_000, ConfigTargets::valuesAreWrittenAsRead),
                new FuzzTarget("setting-size", sizes(), ConfigTargets::sizesAreProducts),
                new FuzzTarget("settings", settings(), 8 << 20, 20_000, ConfigTargets::settingsAreTakenOrRefused));
    }

    private static List<byte[]> values() {
        return Seeds.ofTexts(
                "true",
                "42",
                "64MiB",
                "72h",
                "5ms",
                "some text",
                "a.example, b.example:80",
                "info",
                "[::1]:2470",
                "127.0.0.1:0",
                "https://plc.directory",
                "10.0.0.0/8, ::1",
                "default: *; accounts=100",
                "/var/lib/relay",
                "localhost:2470",
                "");
    }

    /// Whatever kind of setting takes a text, what it understood is taken again as it is shown, and is the same.
    private static void valuesAreWrittenAsRead(byte[] input) {
        for (Kind<?> kind : KINDS) {
            assertWrittenAsRead(kind, Seeds.text(input));
        }
    }

    private static <T> void assertWrittenAsRead(Kind<T> kind, String text) {
        T value = kind.parser().parse(text);
        if (value != null) {
            String written = kind.writer().apply(value);
            T again = kind.parser().parse(written);
            assertEquals(written, again == null ? null : kind.writer().apply(again), kind::expected);
        }
    }

    private static List<byte[]> sizes() {
        return Seeds.ofTexts("0", "1B", "8388607TiB", "8388608TiB", "999999999999999999GiB", "12kib", "\u0661MiB");
    }

    /// A size is the product of its parts, or refused when that is no `long`.
    private static void sizesAreProducts(byte[] input) {
        String text = Seeds.text(input);
        Matcher parts = SIZE.matcher(text);
        Long expected = null;
        if (parts.matches()) {
            int unit = Math.max(0, UNITS.indexOf(parts.group(2)));
            BigInteger product = new BigInteger(parts.group(1)).shiftLeft(10 * unit);
            expected = product.bitLength() < Long.SIZE ? Long.valueOf(product.longValueExact()) : null;
        }
        Long size = Kinds.size(0, Long.MAX_VALUE).parser().parse(text);
        if (expected == null) {
            assertNull(size, text);
        } else {
            assertEquals(expected, size, text);
        }
    }

    /// Each kind of setting once, as `NUMBER=VALUE`: the number is the place of its key.
    private static List<byte[]> settings() {
        List<String> lines = new ArrayList<>();
        List<String> names = List.copyOf(Settings.ALL.keyNames());
        for (int i = 0; i < names.size(); i++) {
            lines.add(i + "=" + (i % 3 == 0 ? "1" : i % 3 == 1 ? "10s" : "64MiB"));
        }
        List<byte[]> seeds = Seeds.ofTexts(lines.toArray(new String[0]));
        seeds.addAll(Seeds.ofTexts(
                "RELAY_DATA=\u0000", "RELAY_DTA=x", "RELAY_INGEST_HOSTS=a.example\nRELAY_DEVELOPMENT=true"));
        return seeds;
    }

    /// Settings are taken as a whole, or each problem is told in one line.
    private static void settingsAreTakenOrRefused(byte[] input) {
        List<String> names = List.copyOf(Settings.ALL.keyNames());
        Map<String, String> variables = new HashMap<>();
        for (String line : Seeds.text(input).split("\n", 20)) {
            String[] parts = line.split("=", 2);
            String name =
                    parts[0].matches("[0-9]{1,3}") ? names.get(Integer.parseInt(parts[0]) % names.size()) : parts[0];
            variables.put(name, parts.length < 2 ? "" : parts[1]);
        }
        try {
            Settings.ALL.read(variables, Map.of());
        } catch (ConfigException refused) {
            assertFalse(refused.problems().isEmpty());
            for (String problem : refused.problems()) {
                assertFalse(problem.contains("\n"), () -> Arrays.toString(input));
            }
        }
    }
}

package net.atrelay.app.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The reference of all keys, for people: on a terminal, or as the page `docs/configuration.md`.
public final class KeyReference {
    private static final int WIDTH = 100;

    private static final String INTRODUCTION = """
        # Configuration

        This page is written by `./relay config --markdown`; change the table in `net.atrelay.app.config` instead.

        A setting is an environment variable. Options of `./relay run` stand before variables. What is not set has the
        default. A variable that begins with `RELAY_` and is not listed here stops the start, and so does a bad value:
        each problem is one line, all are told at once, and the exit code is 78.

        In Kubernetes set `enableServiceLinks: false`: for a service named `relay` it would add variables of its own
        that begin with `RELAY_`.

        - A size is a whole number with `B`, `KiB`, `MiB`, `GiB` or `TiB`; without a unit it is bytes.
        - A duration is a whole number with `ms`, `s`, `m` or `h`.
        - Names are separated by commas; an empty value is no name.

        The launcher script `relay` reads two more: `RELAY_JAVA_HOME`, the Java 25 (or newer) to use, and
        `RELAY_JAVA_OPTS`, options for that Java.
        """;

    private KeyReference() {}

    /// For a terminal.
    public static String text() {
        StringBuilder out = new StringBuilder();
        groups(Settings.ALL.sections()).forEach((title, keys) -> {
            out.append(title).append("\n\n");
            keys.forEach(key -> {
                out.append("  ")
                        .append(key.name())
                        .append(" = ")
                        .append(shownDefault(key))
                        .append('\n');
                wrap(key.meaning() + " (" + key.kind().expected() + ").", out);
                out.append('\n');
            });
        });
        return out.toString();
    }

    /// The page in `docs/`.
    public static String markdown() {
        StringBuilder out = new StringBuilder(INTRODUCTION);
        groups(Settings.ALL.sections()).forEach((title, keys) -> {
            out.append("\n## ").append(title).append("\n\n| key | default | meaning | value |\n|---|---|---|---|\n");
            keys.forEach(key -> out.append("| `")
                    .append(key.name())
                    .append("` | ")
                    .append(isLiteral(key) ? "`" + shownDefault(key) + "`" : shownDefault(key))
                    .append(" | ")
                    .append(key.meaning())
                    .append(" | ")
                    .append(key.kind().expected())
                    .append(" |\n"));
        });
        return out.toString();
    }

    /// Keys by the title of their section; a key that several sections share stands in the first.
    private static Map<String, List<Key<?>>> groups(Section<?> all) {
        Map<String, List<Key<?>>> groups = new LinkedHashMap<>();
        collect(all, groups, new TreeSet<>());
        return groups;
    }

    private static void collect(Section<?> section, Map<String, List<Key<?>>> groups, Set<String> seen) {
        List<Key<?>> own = groups.computeIfAbsent(section.title(), _ -> new ArrayList<>());
        for (Part<?> part : section.parts()) {
            switch (part) {
                case Key<?> key when seen.add(key.name()) -> own.add(key);
                case Key<?> _, Fixed<?> _ -> {}
                case Section<?> inner -> collect(inner, groups, seen);
            }
        }
    }

    private static String shownDefault(Key<?> key) {
        return key.shownDefault().isEmpty() ? "none" : key.shownDefault();
    }

    private static boolean isLiteral(Key<?> key) {
        return key.hasFixedDefault() && !key.shownDefault().isEmpty();
    }

    private static void wrap(String text, StringBuilder out) {
        StringBuilder line = new StringBuilder("     ");
        for (String word : text.split(" ", -1)) {
            if (line.length() + 1 + word.length() > WIDTH) {
                out.append(line).append('\n');
                line.setLength(5);
            }
            line.append(' ').append(word);
        }
        out.append(line).append('\n');
    }
}

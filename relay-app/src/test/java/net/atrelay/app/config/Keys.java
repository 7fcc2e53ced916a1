package net.atrelay.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What the tests of all configuration records ask of the table.
final class Keys {
    private Keys() {}

    /// Reads variables; there must be no problem.
    static RelayConfig read(Map<String, String> variables) {
        return Settings.ALL.read(variables, Map.of());
    }

    /// The problems of variables.
    static List<String> problems(Map<String, String> variables) {
        return assertThrows(ConfigException.class, () -> read(variables)).problems();
    }

    /// Every key that begins with `prefix` is among `variables`, so that a mapping is tested whole.
    static void assertWhole(String prefix, Map<String, String> variables) {
        Set<String> expected = Settings.ALL.keyNames().stream()
                .filter(name -> name.startsWith(prefix))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(expected, new TreeSet<>(variables.keySet()));
    }

    /// The value is refused with one line, which names the key, the value and what is expected.
    static void assertRefused(String name, String value) {
        List<String> problems = problems(Map.of(name, value));
        assertEquals(1, problems.size(), problems.toString());
        String shown = value.isEmpty() ? "(empty)" : value;
        assertTrue(problems.getFirst().startsWith(name + ": " + shown + " (expected: "), problems.getFirst());
        assertTrue(problems.getFirst().endsWith(")"), problems.getFirst());
    }
}

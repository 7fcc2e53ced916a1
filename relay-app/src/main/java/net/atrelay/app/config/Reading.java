package net.atrelay.app.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One pass over what the operator has set; collects every problem, so that one start tells them all.
final class Reading {
    private static final int SHOWN_CHARS_MAX = 120;

    private final Map<String, String> variables;
    private final Map<String, Setting> options;
    private final List<String> problems = new ArrayList<>();

    /// @param variables values by key name
    /// @param options values that stand before them, by key name
    Reading(Map<String, String> variables, Map<String, Setting> options) {
        this.variables = variables;
        this.options = options;
    }

    /// The value of a key; its default where nothing is set, and where the text is bad, which is then a problem.
    <T> T value(Key<T> key) {
        String text = given(key);
        if (text == null) {
            return key.defaultValue();
        }
        T value = key.kind().parser().parse(text);
        if (value == null) {
            refuse(sourceOf(key) + ": " + shown(key, text) + " (expected: "
                    + key.kind().expected() + ")");
            return key.defaultValue();
        }
        return value;
    }

    /// Adds a problem, unless it is known already.
    void refuse(String line) {
        if (!problems.contains(line)) {
            problems.add(line);
        }
    }

    List<String> problems() {
        return problems;
    }

    /// What the operator wrote to set this key: the variable's name or the option's.
    String sourceOf(Key<?> key) {
        Setting option = options.get(key.name());
        return option == null ? key.name() : option.name();
    }

    /// The text of a key, or of its default, safe to show.
    String textOf(Key<?> key) {
        String text = given(key);
        return text == null ? key.shownDefault() : shown(key, text);
    }

    private @Nullable String given(Key<?> key) {
        Setting option = options.get(key.name());
        return option == null ? variables.get(key.name()) : option.value();
    }

    private static String shown(Key<?> key, String text) {
        return key.kind().secret() ? "(not shown)" : shown(text);
    }

    /// Bounded and on one line.
    static String shown(String text) {
        String cut = text.length() <= SHOWN_CHARS_MAX ? text : text.substring(0, SHOWN_CHARS_MAX) + "…";
        return cut.isEmpty() ? "(empty)" : cut.replaceAll("\\p{Cntrl}", "?");
    }
}

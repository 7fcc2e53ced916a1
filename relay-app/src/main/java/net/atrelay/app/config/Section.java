package net.atrelay.app.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/// The keys of one configuration record: one part for each of its components. A key is named after its component
/// (`retentionTime` in section `RELAY_STORE_` is `RELAY_STORE_RETENTION_TIME`), and its default is the component's
/// value in the record's own defaults.
///
/// @param <R> the record
final class Section<R extends Record> implements Part<R> {
    private final String title;
    private final String prefix;
    private final R defaults;
    private final Map<String, Part<?>> parts = new LinkedHashMap<>();

    private Section(String title, String prefix, R defaults) {
        this.title = title;
        this.prefix = prefix;
        this.defaults = defaults;
    }

    /// A section without parts; give it one for each component.
    ///
    /// @param title for people
    /// @param prefix of the names of its keys
    static <R extends Record> Section<R> of(String title, String prefix, R defaults) {
        return new Section<>(title, prefix, defaults);
    }

    /// Adds the key of a component.
    <T> Section<R> key(String component, Kind<T> kind, String meaning) {
        return part(component, new Key<>(nameOf(component), kind, defaultOf(component, kind), meaning));
    }

    /// Adds the key of a component whose default differs from machine to machine.
    <T> Section<R> key(String component, Kind<T> kind, String shownDefault, String meaning) {
        return part(component, new Key<>(nameOf(component), kind, defaultOf(component, kind), shownDefault, meaning));
    }

    /// Adds what fills a component: a key with a name of its own, or one that other sections have too, or a section.
    Section<R> part(String component, Part<?> part) {
        if (part instanceof Key<?> key) {
            var _ = defaultOf(component, key.kind());
        }
        parts.put(component, part);
        return this;
    }

    String title() {
        return title;
    }

    Collection<Part<?>> parts() {
        return parts.values();
    }

    @Override
    public void forEachKey(Consumer<Key<?>> consumer) {
        parts.values().forEach(part -> part.forEachKey(consumer));
    }

    @Override
    public R read(Reading reading) {
        int problemsBefore = reading.problems().size();
        List<Object> values = new ArrayList<>();
        for (RecordComponent component : components()) {
            values.add(partOf(component).read(reading));
        }
        if (reading.problems().size() > problemsBefore) {
            return defaults;
        }
        try {
            return build(values);
        } catch (IllegalArgumentException refusal) {
            reading.refuse(lineOf(refusal, reading));
            return defaults;
        }
    }

    private Part<?> partOf(RecordComponent component) {
        Part<?> part = parts.get(component.getName());
        if (part == null) {
            throw new IllegalStateException(prefix + ": no key (expected: one for " + component.getName() + ")");
        }
        return part;
    }

    /// @throws IllegalArgumentException when values do not go together, from the record's own checks
    @SuppressWarnings("unchecked") // The constructor is that of the class of the defaults.
    private R build(List<Object> values) {
        Class<?>[] types = new Class<?>[values.size()];
        for (int i = 0; i < types.length; i++) {
            types[i] = components()[i].getType();
        }
        try {
            return (R) defaults.getClass().getDeclaredConstructor(types).newInstance(values.toArray());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refusal) {
                throw refusal;
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A record says `component: value (expected: rule)`; the operator knows the names of keys and what was written.
    private String lineOf(IllegalArgumentException refusal, Reading reading) {
        String message = String.valueOf(refusal.getMessage());
        String component = message.substring(0, Math.max(0, message.indexOf(':')));
        if (!(parts.get(component) instanceof Key<?> key)) {
            return prefix + "*: " + message;
        }
        String rule = message.substring(message.indexOf('('));
        for (Map.Entry<String, Part<?>> other : parts.entrySet()) {
            if (other.getValue() instanceof Key<?> otherKey) {
                rule = rule.replaceAll("\\b" + other.getKey() + "\\b", otherKey.name());
            }
        }
        return reading.sourceOf(key) + ": " + reading.textOf(key) + " " + rule;
    }

    @SuppressWarnings("unchecked") // The class is checked; what a set holds is the table's word.
    private <T> T defaultOf(String component, Kind<T> kind) {
        Object value = defaultOf(component);
        if (!kind.type().isInstance(value)) {
            throw new IllegalStateException(component + ": " + value.getClass() + " (expected: " + kind.type() + ")");
        }
        return (T) value;
    }

    private Object defaultOf(String component) {
        for (RecordComponent candidate : components()) {
            if (candidate.getName().equals(component)) {
                try {
                    return Objects.requireNonNull(candidate.getAccessor().invoke(defaults), component);
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
        throw new IllegalStateException("component: " + component + " (expected: one of " + defaults.getClass() + ")");
    }

    private RecordComponent[] components() {
        return Objects.requireNonNull(defaults.getClass().getRecordComponents());
    }

    /// The name of a component's key: words in upper case, separated by underscores.
    private String nameOf(String component) {
        return prefix + component.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
    }
}

package net.atrelay.app.config;

import java.util.function.Consumer;

/// What fills one component of a configuration record: a key, a section of keys, or a value that nobody sets.
///
/// @param <T> type of the component
sealed interface Part<T> permits Key, Section, Fixed {
    /// The value; the default where there is none or a bad one.
    T read(Reading reading);

    /// Tells all keys, in their order.
    void forEachKey(Consumer<Key<?>> consumer);
}

package net.atrelay.app.config;

import java.util.function.Consumer;

/// A component that nobody sets: it has no key.
///
/// @param value what it always is
record Fixed<T>(T value) implements Part<T> {
    @Override
    public T read(Reading reading) {
        return value;
    }

    @Override
    public void forEachKey(Consumer<Key<?>> consumer) {}
}

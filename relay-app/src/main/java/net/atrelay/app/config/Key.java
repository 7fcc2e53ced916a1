package net.atrelay.app.config;

import java.util.function.Consumer;

/// One setting: a row of the table of keys.
///
/// @param name of its environment variable
/// @param kind form and bounds
/// @param defaultValue what holds when nothing is set
/// @param shownDefault how the default is told to people
/// @param meaning in words, without a full stop
record Key<T>(String name, Kind<T> kind, T defaultValue, String shownDefault, String meaning) implements Part<T> {

    Key(String name, Kind<T> kind, T defaultValue, String meaning) {
        this(name, kind, defaultValue, kind.writer().apply(defaultValue), meaning);
    }

    /// Whether the default is the same on every machine, so that it is told as it would be written.
    boolean hasFixedDefault() {
        return shownDefault.equals(kind.writer().apply(defaultValue));
    }

    @Override
    public T read(Reading reading) {
        return reading.value(this);
    }

    @Override
    public void forEachKey(Consumer<Key<?>> consumer) {
        consumer.accept(this);
    }
}

package net.atrelay.app.config;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The form of a setting's value: how it is written, and within which bounds.
///
/// @param type class of the values, boxed
/// @param expected form and bounds, in words for people
/// @param parser reads a text
/// @param writer writes what the parser reads back
/// @param secret whether its text is never shown
record Kind<T>(Class<?> type, String expected, Parser<T> parser, Function<T, String> writer, boolean secret) {
    Kind(Class<?> type, String expected, Parser<T> parser, Function<T, String> writer) {
        this(type, expected, parser, writer, false);
    }

    /// Reads a text.
    @FunctionalInterface
    interface Parser<T> {
        /// Null when the text has another form or its value is out of bounds.
        @Nullable
        T parse(String text);
    }
}

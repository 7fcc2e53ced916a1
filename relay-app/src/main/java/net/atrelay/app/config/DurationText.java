package net.atrelay.app.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Durations as options of commands have them, in the form of settings: `5ms`, `30s`, `72h`.
///
/// @param min shortest that is taken
/// @param max longest that is taken
public record DurationText(Duration min, Duration max) {
    /// Null when the text has another form or is out of bounds.
    public @Nullable Duration parse(String text) {
        return Kinds.duration(min, max).parser().parse(text);
    }

    /// Form and bounds, in words for people.
    public String expected() {
        return Kinds.duration(min, max).expected();
    }
}

package net.atrelay.atproto.host;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/// The `Retry-After` header of HTTP: seconds or a date (RFC 9110 §10.2.3).
public final class RetryAfter {
    private static final int DIGITS_MAX = 9;
    private static final int LENGTH_MAX = 40;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private RetryAfter() {}

    /// How long a server wishes to be left alone; null when it does not say so in a way that can be read.
    ///
    /// @param value of the header; null when there is none
    public static @Nullable Duration parse(@Nullable String value, Instant now) {
        if (value == null || value.length() > LENGTH_MAX) {
            return null;
        }
        String text = value.strip();
        if (!text.isEmpty()
                && text.length() <= DIGITS_MAX
                && text.chars().allMatch(letter -> letter >= '0' && letter <= '9')) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        try {
            Duration rest = Duration.between(now, DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from));
            return rest.isNegative() ? Duration.ZERO : rest;
        } catch (DateTimeException _) {
            return null;
        }
    }

    /// As [#parse], of an answer with this status: only one that says "not now" is heard.
    ///
    /// @param max longest wish that is granted
    public static @Nullable Duration granted(int status, @Nullable String value, Instant now, Duration max) {
        if (status != TOO_MANY_REQUESTS && status != UNAVAILABLE) {
            return null;
        }
        Duration wished = parse(value, now);
        return wished != null && wished.compareTo(max) > 0 ? max : wished;
    }
}

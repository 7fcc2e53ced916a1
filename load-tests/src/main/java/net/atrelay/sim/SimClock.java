package net.atrelay.sim;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// The world's time in microseconds since 1970: the machine's, or one that moves only when told to.
public interface SimClock {

    /// Now.
    long micros();

    /// The machine's clock.
    static SimClock system() {
        return () -> {
            Instant now = Instant.now();
            return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
        };
    }

    /// A clock that stands still between [#advance] calls. Not thread-safe.
    final class Virtual implements SimClock {

        private long micros;

        /// A clock that shows `micros`.
        public Virtual(long micros) {
            this.micros = micros;
        }

        @Override
        public long micros() {
            return micros;
        }

        /// Moves the clock on.
        public void advance(long byMicros) {
            micros += byMicros;
        }
    }

    /// A datetime as hosts write it, with milliseconds.
    static String text(long millis) {
        return Text.FORMAT.format(Instant.ofEpochMilli(millis));
    }

    /// Holds the format, which an interface cannot keep private.
    final class Text {
        private static final DateTimeFormatter FORMAT =
                DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

        private Text() {}
    }
}

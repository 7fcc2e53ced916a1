package net.atrelay.app.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import net.atrelay.app.config.LogFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LineEncoderTest {
    private final LineEncoder encoder = new LineEncoder();

    @Test
    void anEventIsOneLine() {
        LoggingEvent event = event("connected", null);
        event.addKeyValuePair(new KeyValuePair("host", "pds.example.com"));
        event.addKeyValuePair(new KeyValuePair("cursor", 7));
        assertEquals(
                "time=2026-11-25T10:00:00.123Z level=info logger=HostStream thread=loop-1 msg=connected"
                        + " host=pds.example.com cursor=7\n",
                encode(event));
    }

    @Test
    void anEventIsOneJsonObject() {
        encoder.setFormat(LogFormat.JSON);
        assertEquals(
                "{\"time\":\"2026-11-25T10:00:00.123Z\",\"level\":\"info\",\"logger\":\"HostStream\","
                        + "\"thread\":\"loop-1\",\"msg\":\"it runs\"}\n",
                encode(event("it runs", null)));
    }

    @Test
    void aFailureStaysOnTheLine() {
        String line = encode(event("failed", new IllegalStateException("text\nof a peer", new RuntimeException())));
        assertTrue(
                line.contains(" error=\"java.lang.IllegalStateException: text\\nof a peer\" stack=\"java.lang."), line);
        assertTrue(line.contains("Caused by: java.lang.RuntimeException"), line);
        assertEquals(line.length() - 1, line.indexOf('\n'));
    }

    @Test
    void aLineIsBounded() {
        LoggingEvent event = event("x".repeat(100_000), new RuntimeException("y".repeat(100_000)));
        event.addKeyValuePair(new KeyValuePair("detail", "z".repeat(100_000)));
        assertTrue(encode(event).length() < 20_000);
    }

    private String encode(LoggingEvent event) {
        return new String(encoder.encode(event), StandardCharsets.US_ASCII);
    }

    private static LoggingEvent event(String message, @Nullable Throwable failure) {
        LoggerContext context = new LoggerContext();
        LoggingEvent event = new LoggingEvent(
                "", context.getLogger("net.atrelay.ingest.host.HostStream"), Level.INFO, message, failure, null);
        event.setInstant(Instant.parse("2026-11-25T10:00:00.123Z"));
        event.setThreadName("loop-1");
        return event;
    }
}

package net.atrelay.app.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import net.atrelay.app.config.LogFormat;
import org.slf4j.event.KeyValuePair;

/// Writes each event as one line: `time`, `level`, `logger`, `thread`, `msg`, the event's own pairs, and `error`
/// with its stack when there is one.
public final class LineEncoder extends EncoderBase<ILoggingEvent> {
    private static final byte[] NOTHING = {};
    private static final int VALUE_CHARS_MAX = 1_000;
    private static final int STACK_CHARS_MAX = 10_000;

    private volatile LogFormat format = LogFormat.TEXT;

    void setFormat(LogFormat format) {
        this.format = format;
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        return lineOf(event).getBytes(StandardCharsets.US_ASCII);
    }

    private String lineOf(ILoggingEvent event) {
        Line line = new Line(format);
        line.add("time", event.getInstant().toString(), VALUE_CHARS_MAX);
        line.add("level", event.getLevel().levelStr.toLowerCase(Locale.ROOT), VALUE_CHARS_MAX);
        line.add("logger", simpleName(event.getLoggerName()), VALUE_CHARS_MAX);
        line.add("thread", event.getThreadName(), VALUE_CHARS_MAX);
        line.add("msg", String.valueOf(event.getFormattedMessage()), VALUE_CHARS_MAX);
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            pairs.forEach(pair -> line.add(pair.key, String.valueOf(pair.value), VALUE_CHARS_MAX));
        }
        addError(event.getThrowableProxy(), line);
        return line.end();
    }

    private static void addError(IThrowableProxy error, Line line) {
        if (error != null) {
            line.add("error", error.getClassName() + ": " + error.getMessage(), VALUE_CHARS_MAX);
            line.add("stack", ThrowableProxyUtil.asString(error), STACK_CHARS_MAX);
        }
    }

    private static String simpleName(String logger) {
        return logger.substring(logger.lastIndexOf('.') + 1);
    }
}

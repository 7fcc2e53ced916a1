package net.atrelay.app.log;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import java.util.Iterator;
import net.atrelay.app.config.LogFormat;
import net.atrelay.app.config.LogLevel;
import org.slf4j.LoggerFactory;

/// The log of this process.
public final class Logs {
    private static final String OURS = "net.atrelay";

    private Logs() {}

    /// Sets what is logged of this program, and how; of libraries only warnings are.
    public static void configure(LogLevel level, LogFormat format) {
        LoggerContext context = context();
        context.getLogger(OURS).setLevel(Level.toLevel(level.name()));
        setFormat(context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders(), format);
    }

    /// Writes what waits, and ends logging; lines are written by a thread of their own.
    public static void finish() {
        context().stop();
    }

    private static void setFormat(Iterator<Appender<ILoggingEvent>> appenders, LogFormat format) {
        appenders.forEachRemaining(appender -> {
            if (appender instanceof AsyncAppender queue) {
                setFormat(queue.iteratorForAppenders(), format);
            } else if (appender instanceof OutputStreamAppender<ILoggingEvent> stream
                    && stream.getEncoder() instanceof LineEncoder encoder) {
                encoder.setFormat(format);
            }
        });
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }
}

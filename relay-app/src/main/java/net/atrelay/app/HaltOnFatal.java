package net.atrelay.app;

import net.atrelay.app.log.Logs;
import net.atrelay.store.FatalHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends the process at once where going on would lose or invent something. It may be called on any thread, the
/// appender's among them, and so waits for nothing: what was acknowledged is on disk, and a restart goes on from there.
final class HaltOnFatal implements FatalHandler {
    private static final Logger LOG = LoggerFactory.getLogger(HaltOnFatal.class);

    @Override
    public void fatal(String what, Throwable cause) {
        try {
            LOG.atError().addKeyValue("what", what).setCause(cause).log("the relay ends itself");
            Logs.finish();
        } finally {
            Runtime.getRuntime().halt(ExitCode.FAULT);
        }
    }
}

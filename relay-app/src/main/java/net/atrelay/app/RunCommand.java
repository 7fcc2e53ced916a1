package net.atrelay.app;

import java.util.concurrent.Callable;
import net.atrelay.app.config.RelayConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `relay run`: one relay as a process, from its start to the signal that ends it.
@Command(
        name = "run",
        description = {
            "Runs the relay until it is stopped.",
            "",
            "Options stand before environment variables; `relay config` lists those."
        },
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:stopped by SIGTERM, SIGINT or SIGHUP",
            "3:out of memory; a restart is safe",
            "64:an option or command that does not exist, or lacks its value",
            "65:the data directory is damaged, or public seqs would be given twice",
            "69:the launcher found no Java or no Maven, or the build failed",
            "70:a fault while starting or running, which the log has; a restart is safe",
            "73:the data directory cannot be written, or is not a relay's",
            "75:another process has the data directory or the port",
            "78:a setting has a bad value or an unknown name",
            "130:a second SIGINT before all was closed",
            "143:a second SIGTERM before all was closed"
        })
final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @Mixin
    private StartOptions options = new StartOptions();

    @Override
    public Integer call() throws InterruptedException {
        RelayConfig config = options.read();
        try (EmbeddedRelay _ = EmbeddedRelay.start(config, new HaltOnFatal())) {
            // Until here a signal ends the process at once, which is as safe as a crash.
            Signals signals = Signals.takeOver();
            LOG.info("the relay runs");
            signals.await();
            LOG.info("the relay stops");
        }
        return ExitCode.OK;
    }
}

package net.atrelay.app;

import java.util.concurrent.Callable;
import net.atrelay.app.config.RelayConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// One node of a cluster as a process, from its start to the signal that ends it.
@Command(
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:stopped by SIGTERM, SIGINT or SIGHUP",
            "3:out of memory; a restart is safe",
            "64:an option or command that does not exist, or lacks its value",
            "65:something is wrong with the topics, the data directory is damaged or another cluster's",
            "69:Kafka went away while the node started",
            "70:a fault while starting or running, which the log has; a restart is safe",
            "73:the data directory cannot be written, or is not a relay's",
            "75:another process has the data directory or the port",
            "77:Kafka does not know this client, or forbids what it asks",
            "78:a setting or the clients' file has a bad value or an unknown name",
            "130:a second SIGINT before all was closed",
            "143:a second SIGTERM before all was closed"
        })
abstract class NodeCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(NodeCommand.class);

    @Mixin
    private StartOptions options = new StartOptions();

    /// A node that runs.
    interface Node extends AutoCloseable {
        @Override
        void close();
    }

    abstract Node start(RelayConfig config) throws InterruptedException;

    @Override
    public Integer call() throws InterruptedException {
        RelayConfig config = options.read();
        try (Node _ = start(config)) {
            // Until here a signal ends the process at once, which is as safe as a crash.
            Signals signals = Signals.takeOver();
            LOG.info("the node runs");
            signals.await();
            LOG.info("the node stops");
        }
        return ExitCode.OK;
    }

    /// `relay ingest`.
    @Command(
            name = "ingest",
            description = {
                "Runs a node of a cluster that reads hosts, until it is stopped.",
                "",
                "Any number may run; hosts are shared among them (docs/cluster.md)."
            })
    static final class Ingest extends NodeCommand {
        @Override
        Node start(RelayConfig config) throws InterruptedException {
            return ClusterIngest.start(config, new HaltOnFatal())::close;
        }
    }

    /// `relay verify`.
    @Command(
            name = "verify",
            description = {
                "Runs a node of a cluster that judges what hosts say, until it is stopped.",
                "",
                "Any number may run; accounts are shared among them (docs/cluster.md)."
            })
    static final class Verify extends NodeCommand {
        @Override
        Node start(RelayConfig config) throws InterruptedException {
            return ClusterVerify.start(config, new HaltOnFatal())::close;
        }
    }

    /// `relay fanout`.
    @Command(
            name = "fanout",
            description = {
                "Runs a node of a cluster that serves consumers, until it is stopped.",
                "",
                "Any number may run; all serve the same stream (docs/cluster.md)."
            })
    static final class Fanout extends NodeCommand {
        @Override
        Node start(RelayConfig config) throws InterruptedException {
            return ClusterFanout.start(config, new HaltOnFatal())::close;
        }
    }
}

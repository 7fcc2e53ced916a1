package net.atrelay.app;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import net.atrelay.app.config.RelayConfig;
import net.atrelay.app.config.Settings;
import net.atrelay.app.log.Logs;
import net.atrelay.store.kafka.ClusterImport;
import net.atrelay.store.kafka.KafkaClients;
import net.atrelay.store.kafka.Topics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `relay import`: begins a cluster with what `relay export` has written.
@Command(
        name = "import",
        description = {
            "Begins a cluster with the file of relay export: its events, accounts, waiting frames and hosts, and what"
                    + " operators have decided.",
            "",
            "Makes the topics. Consumers go on at the cluster with the cursors that they have (docs/cluster.md)."
        },
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done; the nodes of the cluster may be started",
            "64:an option or a file that does not exist",
            "65:the file is damaged or newer, or the topics are not empty; nothing of a cluster was changed",
            "69:Kafka does not answer; begin again with --again",
            "70:a fault, which the log has; begin again with --again",
            "77:Kafka does not know this client, or forbids what it asks",
            "78:a setting has a bad value or an unknown name"
        })
final class ImportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private KafkaPatience patience = new KafkaPatience();

    @Option(
            names = "--again",
            description = "Deletes the topics first, with what an import that did not end has left in them."
                    + " Refused once a cluster has begun on them.")
    private boolean again;

    @Parameters(paramLabel = "FILE", description = "What relay export has written.")
    private Path file = Path.of("");

    @Override
    public Integer call() throws InterruptedException {
        if (!Files.isRegularFile(file)) {
            throw new ParameterException(spec.commandLine(), file + ": no such file");
        }
        RelayConfig config = Settings.ALL.readEnvironment(Map.of());
        Logs.configure(config.logLevel(), config.logFormat());
        KafkaClients clients = KafkaClients.of(config.cluster());
        PrintWriter out = spec.commandLine().getOut();
        try (Topics topics = Topics.of(clients)) {
            out.println("cluster " + topics.await(patience.time()));
            out.flush();
            MovedWords.of(ClusterImport.run(clients, topics, file, again), "will have")
                    .forEach(out::println);
        }
        out.flush();
        return ExitCode.OK;
    }
}

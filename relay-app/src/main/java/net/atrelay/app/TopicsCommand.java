package net.atrelay.app;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import net.atrelay.app.config.RelayConfig;
import net.atrelay.app.config.Settings;
import net.atrelay.store.StoreConfig;
import net.atrelay.store.kafka.ClusterSeqs;
import net.atrelay.store.kafka.KafkaClients;
import net.atrelay.store.kafka.Topics;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `relay topics`: makes or checks the topics of a cluster.
@Command(
        name = "topics",
        description = {
            "Makes the topics of a cluster that are missing, or checks those that are there.",
            "",
            "Topics that are there are never changed (docs/cluster.md)."
        },
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, or nothing is wrong",
            "64:an option that does not exist, or lacks its value",
            "65:something is wrong with the topics",
            "69:Kafka does not answer",
            "77:Kafka does not know this client, or forbids what it asks",
            "78:a setting has a bad value or an unknown name"
        })
final class TopicsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ArgGroup(multiplicity = "1")
    private Wish wish = new Wish();

    @Option(
            names = "--seq-base",
            paramLabel = "SEQ",
            description = "With --create: seq of the cluster's first event (RELAY_STORE_SEQ_BASE).")
    private @Nullable Long seqBase;

    @Mixin
    private KafkaPatience patience = new KafkaPatience();

    private static final class Wish {
        @Option(names = "--check", description = "Says what is wrong.")
        private boolean check;

        @Option(names = "--create", description = "Makes what is missing.")
        private boolean create;
    }

    @Override
    public Integer call() throws InterruptedException {
        Duration timeout = patience.time();
        RelayConfig config = Settings.ALL.readEnvironment(Map.of());
        long base = seqBase(config.store());
        KafkaClients clients = KafkaClients.of(config.cluster());
        PrintWriter out = spec.commandLine().getOut();
        try (Topics topics = Topics.of(clients)) {
            String id = topics.await(timeout);
            out.println("cluster " + id);
            if (wish.create && !wish.check) {
                topics.create().forEach(name -> out.println("made " + name));
                if (ClusterSeqs.begin(clients, base)) {
                    out.println("the first event will have seq " + base);
                }
            }
            List<String> faults = topics.faults();
            faults.forEach(fault -> out.println("wrong: " + fault));
            out.println(
                    switch (faults.size()) {
                        case 0 -> "nothing is wrong";
                        case 1 -> "1 fault";
                        default -> faults.size() + " faults";
                    });
            out.flush();
            return faults.isEmpty() ? ExitCode.OK : ExitCode.DATA;
        }
    }

    /// It is told once and for ever, so it has the bounds of the setting.
    private long seqBase(StoreConfig store) {
        if (seqBase == null) {
            return store.seqBase();
        }
        if (!wish.create) {
            throw bad("--seq-base: only with --create");
        }
        try {
            return store.withSeqBase(seqBase).seqBase();
        } catch (IllegalArgumentException e) {
            throw bad("--seq-base: " + String.valueOf(e.getMessage()).replaceFirst("^seqBase: ", ""));
        }
    }

    private ParameterException bad(String line) {
        return new ParameterException(spec.commandLine(), line);
    }
}

package net.atrelay.app;

import java.time.Duration;
import net.atrelay.app.config.DurationText;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The option of commands that need Kafka once and then end.
final class KafkaPatience {
    private static final DurationText TIMEOUT = new DurationText(Duration.ofMillis(1), Duration.ofDays(1));

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "60s",
            description = "How long to wait for Kafka (${DEFAULT-VALUE}).")
    private String timeout = "60s";

    /// @throws ParameterException when it is no such time
    Duration time() {
        Duration time = TIMEOUT.parse(timeout);
        if (time == null) {
            throw new ParameterException(
                    spec.commandLine(), "--timeout: " + timeout + " (expected: " + TIMEOUT.expected() + ")");
        }
        return time;
    }
}

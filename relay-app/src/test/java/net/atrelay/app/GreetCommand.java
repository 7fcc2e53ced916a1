package net.atrelay.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// A sub-command that another jar brings.
@Command(name = "greet", description = "Greets with an exit code.")
public final class GreetCommand implements RelaySubcommand {
    @Parameters(index = "0")
    private int exitCode;

    @Override
    public Integer call() {
        if (exitCode < 0) {
            throw new IllegalStateException("no\ngreeting");
        }
        return exitCode;
    }
}

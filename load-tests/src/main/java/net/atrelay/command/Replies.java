package net.atrelay.command;

import java.io.PrintWriter;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// What a command says to who runs it, beside its result.
public final class Replies {
    private Replies() {}

    /// Tells on standard error what happens, with the command's name before it.
    public static Consumer<String> progress(CommandSpec spec) {
        PrintWriter err = spec.commandLine().getErr();
        return what -> {
            err.println(spec.name() + ": " + what);
            err.flush();
        };
    }

    /// An option has a bad value.
    public static ParameterException refusal(CommandSpec spec, String words) {
        return new ParameterException(spec.commandLine(), words);
    }

    /// @throws ParameterException when the value of the option is less
    public static void requireAtLeast(CommandSpec spec, String option, long value, long least) {
        if (value < least) {
            throw refusal(spec, option + ": " + value + " (expected: at least " + least + ")");
        }
    }
}

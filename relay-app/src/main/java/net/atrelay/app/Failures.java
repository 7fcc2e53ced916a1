package net.atrelay.app;

import java.io.PrintWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// What the operator reads when a command fails: one line for each thing to mend, and no stack trace. A fault of this
/// program has its stack in the log.
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    @Override
    public int handleParseException(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        StringBuilder line = new StringBuilder(oneLine(String.valueOf(failure.getMessage())));
        if (failure instanceof UnmatchedArgumentException unmatched
                && !unmatched.getSuggestions().isEmpty()) {
            line.append("; nearest: ").append(unmatched.getSuggestions().getFirst());
        }
        line.append(" (see ").append(command.getCommandSpec().qualifiedName()).append(" --help)");
        print(command.getErr(), line.toString());
        return ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        Refusal refusal = Refusal.of(failure);
        if (refusal == null) {
            LOG.error("a fault", failure);
            print(command.getErr(), "a fault: " + oneLine(failure.toString()));
            return ExitCode.FAULT;
        }
        refusal.lines().forEach(line -> print(command.getErr(), line));
        return refusal.exitCode();
    }

    private static void print(PrintWriter err, String line) {
        err.println("relay: " + line);
        err.flush();
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }
}

package net.atrelay.app;

import java.util.List;
import net.atrelay.app.config.ConfigException;
import net.atrelay.fanout.http.ListenException;
import net.atrelay.store.StoreOpenException;
import net.atrelay.store.kafka.ClusterException;
import net.atrelay.store.move.MoveFileException;
import org.jspecify.annotations.Nullable;

/// Why a relay does not start, in the operator's words.
///
/// @param exitCode of the process
/// @param lines for the terminal
record Refusal(int exitCode, List<String> lines) {
    private static final int CAUSES_MAX = 10;

    /// Null when the failure is none that an operator can make and mend: it is a fault of the program.
    static @Nullable Refusal of(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < CAUSES_MAX; depth++) {
            switch (cause) {
                case ConfigException config -> {
                    return new Refusal(ExitCode.CONFIG, config.problems());
                }
                case StoreOpenException store -> {
                    return new Refusal(exitCodeOf(store.reason()), List.of(String.valueOf(store.getMessage())));
                }
                case ListenException listener -> {
                    return new Refusal(exitCodeOf(listener.reason()), List.of(String.valueOf(listener.getMessage())));
                }
                case ClusterException cluster -> {
                    return new Refusal(exitCodeOf(cluster.reason()), cluster.lines());
                }
                case MoveFileException file -> {
                    return new Refusal(ExitCode.DATA, List.of(String.valueOf(file.getMessage())));
                }
                default -> cause = cause.getCause();
            }
        }
        return null;
    }

    private static int exitCodeOf(StoreOpenException.Reason reason) {
        return switch (reason) {
            case UNWRITABLE, FOREIGN -> ExitCode.DIRECTORY;
            case IN_USE -> ExitCode.BUSY;
            case NEWER_FORMAT, SEQ_GOES_BACK, CORRUPT -> ExitCode.DATA;
        };
    }

    private static int exitCodeOf(ClusterException.Reason reason) {
        return switch (reason) {
            case AWAY -> ExitCode.UNAVAILABLE;
            case REFUSED -> ExitCode.NOT_PERMITTED;
            case TOPICS, OTHER_CLUSTER -> ExitCode.DATA;
            case PROPERTIES -> ExitCode.CONFIG;
        };
    }

    private static int exitCodeOf(ListenException.Reason reason) {
        return switch (reason) {
            case IN_USE -> ExitCode.BUSY;
            case NOT_PERMITTED, NOT_HERE, UNKNOWN_NAME, OTHER -> ExitCode.CONFIG;
        };
    }
}

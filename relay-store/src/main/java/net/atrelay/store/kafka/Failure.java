package net.atrelay.store.kafka;

import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import net.atrelay.store.kafka.ClusterException.Reason;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;

/// What a failed request to Kafka means for an operator.
final class Failure {
    private static final int TEXT_CHARS_MAX = 300;

    private Failure() {}

    /// Whether the same request may succeed later.
    static boolean isPassing(Throwable failure) {
        return failure instanceof RetriableException;
    }

    /// Whether a transaction has failed because its time was over, or another process has taken its id: it is known
    /// that
    /// this producer commits nothing any more.
    static boolean isShutOut(KafkaException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProducerFencedException
                    || cause instanceof InvalidProducerEpochException
                    || cause instanceof TimeoutException) {
                return true;
            }
        }
        return false;
    }

    /// The failure itself, without what a future has put around it.
    static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause != null && (failure instanceof ExecutionException || failure instanceof CompletionException)
                ? cause
                : failure;
    }

    /// A refusal in the operator's words.
    ///
    /// @param doing what was asked of Kafka
    static ClusterException refusal(String doing, Throwable failure) {
        Reason reason = switch (failure) {
            case AuthenticationException _, AuthorizationException _ -> Reason.REFUSED;
            case RetriableException _ -> Reason.AWAY;
            default -> Reason.TOPICS;
        };
        return new ClusterException(reason, List.of(doing + ": " + text(failure)), failure);
    }

    /// One bounded line, with the innermost message, which says what is wrong.
    static String text(Throwable failure) {
        Throwable inner = failure;
        while (inner.getCause() instanceof KafkaException cause) {
            inner = cause;
        }
        String text = inner.getMessage() == null ? inner.getClass().getSimpleName() : inner.getMessage();
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= TEXT_CHARS_MAX ? line : line.substring(0, TEXT_CHARS_MAX) + "…";
    }
}

package net.atrelay.fanout.http;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import net.atrelay.fanout.Endpoint;
import net.atrelay.fanout.query.Answer;
import org.jspecify.annotations.Nullable;

/// What is to be done with a request.
sealed interface Decision {
    /// Where it is counted.
    Endpoint endpoint();

    /// The answer is at hand.
    record Ready(Endpoint endpoint, Reply reply) implements Decision {}

    /// The answer has to be worked out by a thread that may block.
    ///
    /// @param headers for the answer, however it turns out
    record Work(Endpoint endpoint, List<Reply.Header> headers, Supplier<CompletionStage<Answer>> work)
            implements Decision {}

    /// The connection becomes a consumer.
    record Stream(StreamUpgrade upgrade, @Nullable Long cursor) implements Decision {
        @Override
        public Endpoint endpoint() {
            return Endpoint.SUBSCRIBE_REPOS;
        }
    }
}

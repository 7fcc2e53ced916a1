package net.atrelay.verify.identity;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.LongConsumer;
import net.atrelay.atproto.host.RetryAfter;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.verify.HttpCall;
import net.atrelay.verify.core.IdentityAnswer;
import net.atrelay.verify.identity.http.Fetched;
import net.atrelay.verify.identity.http.GuardedClient;
import net.atrelay.verify.identity.http.RequestClock;
import net.atrelay.verify.identity.http.Target;
import org.jspecify.annotations.Nullable;

/// Looks up did:plc at the directory (protocol reference §6.2). Blocks.
final class PlcDirectory {
    private static final String ACCEPT = "application/did+ld+json, application/json";

    private final IdentityConfig config;
    private final GuardedClient client;
    private final RequestClock clock;
    private final LongConsumer pause;

    /// @param pause holds up all later requests to the directory for so many nanoseconds
    PlcDirectory(IdentityConfig config, GuardedClient client, RequestClock clock, LongConsumer pause) {
        this.config = config;
        this.client = client;
        this.clock = clock;
        this.pause = pause;
    }

    IdentityAnswer lookUp(Did did, long startedAtMicros) {
        return switch (fetch("/" + did.value())) {
            case Fetched.Answered answered -> answer(answered, did, startedAtMicros);
            case Fetched.Broken(var outcome) -> DocumentAnswer.ofBroken(outcome, startedAtMicros);
        };
    }

    private IdentityAnswer answer(Fetched.Answered answered, Did did, long startedAtMicros) {
        return switch (answered.status()) {
            case 200 -> DocumentAnswer.of(answered.body(), did, config.devMode(), startedAtMicros);
            case 404 -> notFound(did, answered.body(), startedAtMicros);
            case 410 -> new IdentityAnswer.Tombstoned(startedAtMicros);
            case 429 -> tooMany(answered.retryAfter());
            default -> new IdentityAnswer.Failed();
        };
    }

    /// The directory says 404 of a DID that never was and of one that is no more; the message tells which.
    private IdentityAnswer notFound(Did did, byte[] body, long startedAtMicros) {
        String message =
                JsonBody.read(body) instanceof JsonBody.Value(var node) ? JsonBody.text(node, "message") : null;
        if (message != null && message.contains("not registered")) {
            return new IdentityAnswer.NotFound(startedAtMicros);
        }
        if (message != null && message.contains("not available")) {
            return new IdentityAnswer.Tombstoned(startedAtMicros);
        }
        return byLastOperation(did, startedAtMicros);
    }

    /// The log of operations is unambiguous: it ends in a tombstone, or there is none.
    private IdentityAnswer byLastOperation(Did did, long startedAtMicros) {
        if (!(fetch("/" + did.value() + "/log/last") instanceof Fetched.Answered answered)) {
            return new IdentityAnswer.Failed();
        }
        return switch (answered.status()) {
            case 200 ->
                isTombstone(answered.body())
                        ? new IdentityAnswer.Tombstoned(startedAtMicros)
                        : new IdentityAnswer.Failed();
            case 404 -> new IdentityAnswer.NotFound(startedAtMicros);
            case 429 -> tooMany(answered.retryAfter());
            default -> new IdentityAnswer.Failed();
        };
    }

    static boolean isTombstone(byte[] body) {
        return JsonBody.read(body) instanceof JsonBody.Value(JsonNode node)
                && "plc_tombstone".equals(JsonBody.text(node, "type"));
    }

    private Fetched fetch(String path) {
        return client.fetch(HttpCall.PLC, Target.of(config.plcUrl(), path), ACCEPT, config.documentTimeout());
    }

    private IdentityAnswer tooMany(@Nullable String retryAfter) {
        Duration wished = RetryAfter.parse(retryAfter, Instant.EPOCH.plus(clock.micros(), ChronoUnit.MICROS));
        Duration granted = wished == null ? config.directory().pauseFirst() : wished;
        Duration most = config.directory().pauseMax();
        pause.accept((granted.compareTo(most) > 0 ? most : granted).toNanos());
        return new IdentityAnswer.Failed();
    }
}

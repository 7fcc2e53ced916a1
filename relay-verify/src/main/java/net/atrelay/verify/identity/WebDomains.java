package net.atrelay.verify.identity;

import net.atrelay.atproto.host.Hostname;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.verify.HttpCall;
import net.atrelay.verify.core.IdentityAnswer;
import net.atrelay.verify.identity.http.Fetched;
import net.atrelay.verify.identity.http.GuardedClient;
import net.atrelay.verify.identity.http.Target;
import org.jspecify.annotations.Nullable;

/// Looks up did:web at its domain (protocol reference §6.3). Blocks.
///
/// A domain that does not exist and a name server that does not answer look the same to the machine's resolver, so both
/// are failures, to be asked again: that may keep frames waiting for nothing, but never takes an account for gone.
final class WebDomains {
    private static final String ACCEPT = "application/did+ld+json, application/json";
    private static final String PATH = "/.well-known/did.json";

    private final IdentityConfig config;
    private final GuardedClient client;

    WebDomains(IdentityConfig config, GuardedClient client) {
        this.config = config;
        this.client = client;
    }

    /// Whether the did:web names a host that may be asked.
    boolean mayAsk(Did did) {
        return host(did) != null;
    }

    /// What shares a bound on requests: all names of one domain, since its owner may make up any number of them.
    String target(Did did) {
        String host = did.webHost();
        if (host == null) {
            return did.value();
        }
        int top = host.lastIndexOf('.');
        return host.substring(host.lastIndexOf('.', top - 1) + 1);
    }

    IdentityAnswer lookUp(Did did, long startedAtMicros) {
        Hostname.Ok host = host(did);
        if (host == null) {
            return new IdentityAnswer.NotFound(startedAtMicros);
        }
        return switch (client.fetch(HttpCall.WEB, Target.of(host, PATH), ACCEPT, config.documentTimeout())) {
            case Fetched.Answered answered -> answer(answered, did, startedAtMicros);
            case Fetched.Broken(var outcome) -> DocumentAnswer.ofBroken(outcome, startedAtMicros);
        };
    }

    private Hostname.@Nullable Ok host(Did did) {
        String host = did.webHost();
        return host != null && Hostname.parse(host, config.devMode()) instanceof Hostname.Ok ok ? ok : null;
    }

    private IdentityAnswer answer(Fetched.Answered answered, Did did, long startedAtMicros) {
        return switch (answered.status()) {
            case 200 -> DocumentAnswer.of(answered.body(), did, config.devMode(), startedAtMicros);
            case 404 -> new IdentityAnswer.NotFound(startedAtMicros);
            default -> new IdentityAnswer.Failed();
        };
    }
}

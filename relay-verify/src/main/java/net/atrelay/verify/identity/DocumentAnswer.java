package net.atrelay.verify.identity;

import net.atrelay.atproto.host.DevMode;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.verify.HttpOutcome;
import net.atrelay.verify.core.IdentityAnswer;

/// What a response that should be a DID document answers. What is no JSON comes from something between the relay and
/// the server, and is as good as no response (protocol reference §6.2).
final class DocumentAnswer {
    private DocumentAnswer() {}

    static IdentityAnswer of(byte[] body, Did did, DevMode devMode, long startedAtMicros) {
        return switch (DidDocument.read(body, did, devMode)) {
            case DidDocument.Valid(var key, var pds) -> new IdentityAnswer.Resolved(key, pds, startedAtMicros);
            case DidDocument.Invalid _ -> new IdentityAnswer.Invalid(startedAtMicros);
            case DidDocument.NotJson _ -> new IdentityAnswer.Failed();
        };
    }

    static IdentityAnswer ofBroken(HttpOutcome outcome, long startedAtMicros) {
        return outcome == HttpOutcome.BODY_TOO_LARGE
                ? new IdentityAnswer.Invalid(startedAtMicros)
                : new IdentityAnswer.Failed();
    }
}

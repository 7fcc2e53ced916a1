package net.atrelay.verify.identity.http;

import java.net.UnknownHostException;
import net.atrelay.verify.HttpOutcome;

/// A name that no connection is made to.
final class NameFault extends UnknownHostException {
    private static final long serialVersionUID = 1;

    private final HttpOutcome outcome;

    NameFault(HttpOutcome outcome, String name) {
        super(name);
        this.outcome = outcome;
    }

    HttpOutcome outcome() {
        return outcome;
    }
}

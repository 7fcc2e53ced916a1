package net.atrelay.realnet;

import org.jspecify.annotations.Nullable;

/// Every case in which a relay does not pass on what a host announced: the whole table, each row with the message it is
/// about, what becomes of it, and why. Whatever no row is about comes out byte for byte, but for its number.
enum Rule {
    OLD_HOST_COMMIT("#commit", Outcome.DROPPED, "the DID document names another host since the migration"),
    OLD_HOST_ACCOUNT("#account", Outcome.DROPPED, "the host that the account has left has no say any more"),
    FOREIGN_COMMIT("#commit", Outcome.DROPPED, "a host that never had the account cannot write for it"),
    FOREIGN_ACCOUNT("#account", Outcome.DROPPED, "a host that never had the account has no say"),
    FOREIGN_IDENTITY("#identity", Outcome.WITHOUT_HANDLE, "any host may say so, but a handle only the current one"),
    DEACTIVATED_COMMIT("#commit", Outcome.DROPPED, "the account is deactivated, and its host says so when asked"),
    TAKEN_DOWN_COMMIT("#commit", Outcome.DROPPED, "the account is taken down, and its host says so when asked"),
    /// A reference PDS states the last commit of the old host, under a rev that the commit does not have.
    IMPORTED_SYNC("#sync", Outcome.DROPPED, "its rev is not the commit's (protocol reference §5.5, row 16)"),
    FALSE_SIGNATURE("#commit", Outcome.DROPPED, "it is signed with a key that the DID document does not have"),
    TOMBSTONED_COMMIT("#commit", Outcome.DROPPED, "the DID is a tombstone"),
    TOMBSTONED_IDENTITY("#identity", Outcome.WITHOUT_HANDLE, "no document says who the account's host is");

    private final String type;
    private final Outcome outcome;
    private final String why;

    private enum Outcome {
        DROPPED,
        WITHOUT_HANDLE
    }

    Rule(String type, Outcome outcome, String why) {
        this.type = type;
        this.outcome = outcome;
        this.why = why;
    }

    /// The message that the rule is about.
    String type() {
        return type;
    }

    /// Why, in words.
    String why() {
        return why;
    }

    /// What comes out in place of a frame; null for nothing.
    byte @Nullable [] madeOf(byte[] frame) {
        return switch (outcome) {
            case DROPPED -> null;
            case WITHOUT_HANDLE -> new Payload(frame).without("handle");
        };
    }
}

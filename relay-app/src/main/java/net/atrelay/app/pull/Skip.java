package net.atrelay.app.pull;

/// Why a listed host was not added.
enum Skip {
    STATUS("status", "neither active nor idle at that relay"),
    NO_SEQ("noSeq", "idle, and never read by that relay"),
    BAD_NAME("badName", "no name of a public host"),
    BANNED("banned", "banned here"),
    NO_ANSWER("noAnswer", "no answer to describeServer"),
    NOT_A_HOST("notAHost", "a relay, or this relay itself"),
    REFUSED("refused", "refused or failed here");

    private final String word;
    private final String meaning;

    Skip(String word, String meaning) {
        this.word = word;
        this.meaning = meaning;
    }

    /// As JSON has it.
    String word() {
        return word;
    }

    /// For people.
    String meaning() {
        return meaning;
    }
}

package net.atrelay.prove;

/// The relay did not do in time what it must, or has ended.
final class StalledException extends Exception {
    private static final long serialVersionUID = 1;

    StalledException(String words) {
        super(words);
    }
}

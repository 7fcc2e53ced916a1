package net.atrelay.atproto.syntax;

/// The lexicon string format `at-identifier`: a DID or a handle.
public final class AtIdentifier {
    private AtIdentifier() {}

    public static boolean isValid(String text) {
        return text.startsWith("did:") ? Did.isValid(text) : Handle.isValid(text);
    }
}

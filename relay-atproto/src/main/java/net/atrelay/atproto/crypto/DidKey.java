package net.atrelay.atproto.crypto;

/// The form `did:key:` + Multikey, in which keys are stored and shown.
public final class DidKey {
    private static final String PREFIX = "did:key:";

    private DidKey() {}

    public static ParsedKey parse(String text) {
        return text.startsWith(PREFIX)
                ? Multikey.parse(text, PREFIX.length())
                : new ParsedKey.Unusable(KeyReason.NOT_DID_KEY);
    }

    public static String format(PublicKey key) {
        return PREFIX + Multikey.format(key);
    }
}

package net.atrelay.atproto.syntax;

/// The lexicon string format `cid`, looser than the CIDs of repos: any multibase text of 8 to 256 characters that is no
/// CIDv0.
public final class CidString {
    private CidString() {}

    public static boolean isValid(String text) {
        int length = text.length();
        if (length < 8 || length > 256 || text.startsWith("Qmb")) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (!Ascii.isAlphanumeric(c) && c != '+' && c != '=') {
                return false;
            }
        }
        return true;
    }
}

package net.atrelay.atproto.syntax;

/// The lexicon string format `at-uri` in its restricted form: `at://IDENTIFIER[/COLLECTION[/RKEY]]`, without fragment.
public final class AtUri {
    private static final String PREFIX = "at://";

    private AtUri() {}

    public static boolean isValid(String text) {
        if (!text.startsWith(PREFIX)) {
            return false;
        }
        String rest = text.substring(PREFIX.length());
        int slash = rest.indexOf('/');
        if (slash < 0) {
            return AtIdentifier.isValid(rest);
        }
        String path = rest.substring(slash + 1);
        return AtIdentifier.isValid(rest.substring(0, slash))
                && (path.indexOf('/') < 0 ? Nsid.isValid(path) : RecordPath.isValid(path));
    }
}

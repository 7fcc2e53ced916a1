package net.atrelay.atproto.syntax;

import org.jspecify.annotations.Nullable;

/// A record path, `collection/rkey` with exactly one slash (spec: repository).
///
/// @param collection the NSID
/// @param rkey the record key
public record RecordPath(Nsid collection, RecordKey rkey) {
    /// The path of this text; null when the text is none.
    public static @Nullable RecordPath parse(String text) {
        if (!isValid(text)) {
            return null;
        }
        int slash = text.indexOf('/');
        return new RecordPath(new Nsid(text.substring(0, slash)), new RecordKey(text.substring(slash + 1)));
    }

    /// Whether the text has the syntax of a record path; makes no garbage.
    public static boolean isValid(String text) {
        int slash = text.indexOf('/');
        return slash > 0 && Nsid.isValid(text, 0, slash) && RecordKey.isValid(text, slash + 1, text.length());
    }

    @Override
    public String toString() {
        return collection.value() + '/' + rkey.value();
    }
}

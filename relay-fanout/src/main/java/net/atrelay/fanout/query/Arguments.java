package net.atrelay.fanout.query;

import java.util.List;
import java.util.Map;
import net.atrelay.atproto.syntax.Did;
import org.jspecify.annotations.Nullable;

/// What a caller gave to a query. Unknown names are ignored, the first of repeated values counts, and an empty
/// value is an absent one, as clients write `cursor=` for the start.
///
/// @param target path and query as they came, percent-encoded, from the first slash; printable ASCII
/// @param values decoded values by name
public record Arguments(String target, Map<String, List<String>> values) {
    private static final int NUMBER_DIGITS_MAX = 9;

    public Arguments {
        values = Map.copyOf(values);
    }

    /// The value of this name; null when it is absent or empty.
    public @Nullable String text(String name) {
        List<String> given = values.get(name);
        return given == null || given.isEmpty() || given.getFirst().isEmpty() ? null : given.getFirst();
    }

    /// The DID in `did`; null when there is none.
    @Nullable
    Did did() {
        String text = text("did");
        return text == null ? null : Did.parse(text);
    }

    /// How many items a page may have: from `limit`, which is never clamped (protocol reference §7.1).
    ///
    /// @param whenAbsent the lexicon's default
    /// @param most the lexicon's maximum
    /// @return null when it is no number from 1 to `most`
    public @Nullable Integer limit(int whenAbsent, int most) {
        String text = text("limit");
        if (text == null) {
            return whenAbsent;
        }
        if (text.length() > NUMBER_DIGITS_MAX || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        int limit = Integer.parseInt(text);
        return limit >= 1 && limit <= most ? limit : null;
    }
}

package net.atrelay.atproto.repo;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import net.atrelay.atproto.syntax.Nsid;
import org.jspecify.annotations.Nullable;

/// The collections of one repo, as the bytes of their names, each with the slash that ends it in a record path:
///
///     app.bsky.feed.like/app.bsky.feed.post/
///
/// They stand in the order of the paths in them, which is not that of the names alone: `a.b.c/` comes before
/// `a.b/`. Immutable; the bytes are shared and never written.
public final class CollectionSet {
    public static final CollectionSet NONE = new CollectionSet(new byte[0]);

    private static final byte SLASH = '/';

    private final byte[] encoded;

    CollectionSet(byte[] encoded) {
        this.encoded = encoded;
    }

    /// The set of these names.
    ///
    /// @throws IllegalArgumentException when one is no NSID
    public static CollectionSet of(Collection<String> names) {
        if (names.isEmpty()) {
            return NONE;
        }
        TreeSet<String> prefixes = new TreeSet<>();
        for (String name : names) {
            prefixes.add(new Nsid(name).value() + '/');
        }
        return new CollectionSet(String.join("", prefixes).getBytes(StandardCharsets.US_ASCII));
    }

    /// The set that was written as these bytes; null when they are none.
    public static @Nullable CollectionSet decode(byte[] encoded) {
        if (encoded.length == 0) {
            return NONE;
        }
        return encoded[encoded.length - 1] == SLASH && encoded[0] != SLASH ? new CollectionSet(encoded) : null;
    }

    /// What [#decode(byte\[\])] reads.
    public byte[] encoded() {
        return encoded;
    }

    public boolean isEmpty() {
        return encoded.length == 0;
    }

    /// Bytes of all names, with a slash for each.
    public int namesBytes() {
        return encoded.length;
    }

    public List<String> names() {
        List<String> names = new ArrayList<>();
        for (int from = 0; from < encoded.length; ) {
            int slash = slashFrom(from);
            names.add(new String(encoded, from, slash - from, StandardCharsets.US_ASCII));
            from = slash + 1;
        }
        return names;
    }

    /// The names that are not in `other`.
    public List<String> without(CollectionSet other) {
        if (equals(other)) {
            return List.of();
        }
        List<String> rest = names();
        rest.removeAll(other.names());
        return rest;
    }

    /// This set, or as much of it as fits: names of `first` go before others.
    public CollectionSet within(int namesBytesMax, CollectionSet first) {
        if (encoded.length <= namesBytesMax) {
            return this;
        }
        List<String> others = without(first);
        List<String> chosen = names();
        chosen.removeAll(others);
        chosen.addAll(others);
        int bytes = 0;
        int count = 0;
        for (String name : chosen) {
            bytes += name.length() + 1;
            if (bytes > namesBytesMax) {
                break;
            }
            count++;
        }
        return of(chosen.subList(0, count));
    }

    /// The slash that ends the name that begins at `from`.
    int slashFrom(int from) {
        int at = from;
        while (encoded[at] != SLASH) {
            at++;
        }
        return at;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || other instanceof CollectionSet set && Arrays.equals(encoded, set.encoded);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded);
    }

    @Override
    public String toString() {
        return names().toString();
    }
}

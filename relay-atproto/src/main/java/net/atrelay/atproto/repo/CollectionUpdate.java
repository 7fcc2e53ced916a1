package net.atrelay.atproto.repo;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.atrelay.atproto.syntax.Nsid;
import org.jspecify.annotations.Nullable;

/// Walks through a set and the paths of a tree side by side, and notes what becomes of the set. Paths are met in
/// ascending order; what lies between two of them may be unknown. Owned by one call.
public final class CollectionUpdate {
    private final CollectionSet known;
    private final byte[] names;

    /// Where the first name begins that lies behind everything met so far.
    private int next;

    /// Whether something unknown lies between the last path and the next.
    private boolean unseen;

    /// The last path, and the length of its collection with the slash; 0 when it has none.
    private byte[] last = {};

    private int lastPrefix;

    /// The set so far, from where it differs from `known`; null before that.
    private @Nullable ByteArrayOutputStream changed;

    public CollectionUpdate(CollectionSet known) {
        this.known = known;
        this.names = known.encoded();
    }

    /// Something unknown comes next.
    public void unseen() {
        unseen = true;
    }

    /// A path comes next. Keys of a tree that are no record paths are taken as well, and show no collection.
    public void path(byte[] path) {
        if (lastPrefix == 0 || !startsWith(path, last, 0, lastPrefix)) {
            passNamesBefore(path);
            int prefix = prefixOf(path);
            if (prefix > 0 && next < names.length && startsWith(path, names, next, prefix)) {
                keep(next + prefix);
            } else if (prefix > 0 && isNsid(path, prefix - 1)) {
                begun().write(path, 0, prefix);
            }
            last = path;
            lastPrefix = prefix;
        }
        unseen = false;
    }

    /// The set as the tree has it, where it can be seen: what was known, the same object, when nothing is new.
    public CollectionSet done() {
        while (next < names.length) {
            pass(known.slashFrom(next) + 1);
        }
        ByteArrayOutputStream different = changed;
        if (different == null) {
            return known;
        }
        return different.size() == 0 ? CollectionSet.NONE : new CollectionSet(different.toByteArray());
    }

    /// Known names whose place is before `path`: that place is the gap behind the last path.
    private void passNamesBefore(byte[] path) {
        while (next < names.length) {
            int end = known.slashFrom(next) + 1;
            int same = Arrays.mismatch(names, next, end, path, 0, path.length);
            boolean isBefore = same >= 0
                    && same < path.length
                    && same < end - next
                    && Byte.compareUnsigned(names[next + same], path[same]) < 0;
            if (!isBefore) {
                return;
            }
            pass(end);
        }
    }

    /// The name up to `end` has its place where no path was met: it is gone, unless that place is out of sight.
    private void pass(int end) {
        if (unseen) {
            keep(end);
        } else {
            begun();
            next = end;
        }
    }

    private void keep(int end) {
        if (changed != null) {
            changed.write(names, next, end - next);
        }
        next = end;
    }

    /// The changed set, begun if it is not.
    private ByteArrayOutputStream begun() {
        if (changed == null) {
            changed = new ByteArrayOutputStream(names.length + Nsid.LENGTH_MAX);
            changed.write(names, 0, next);
        }
        return changed;
    }

    private static int prefixOf(byte[] path) {
        for (int i = 0; i < path.length; i++) {
            if (path[i] == '/') {
                return i + 1;
            }
        }
        return 0;
    }

    private static boolean startsWith(byte[] path, byte[] text, int from, int length) {
        return path.length >= length
                && text.length - from >= length
                && Arrays.equals(path, 0, length, text, from, from + length);
    }

    private static boolean isNsid(byte[] path, int length) {
        return Nsid.isValid(new String(path, 0, length, StandardCharsets.ISO_8859_1));
    }
}

package net.atrelay.determ;

import net.atrelay.atproto.syntax.Did;
import org.jspecify.annotations.Nullable;

/// A frame in the log of a simulated host.
///
/// @param hostSeq never given twice by one host, whatever becomes of its log
/// @param made the commit that it announces; null for everything else
record SimFrame(
        String host,
        long hostSeq,
        Did did,
        String what,
        byte[] bytes,
        @Nullable Made made) {
    @Override
    public String toString() {
        return host + " " + hostSeq + " " + did.value().substring(did.value().length() - 1) + " " + what;
    }
}

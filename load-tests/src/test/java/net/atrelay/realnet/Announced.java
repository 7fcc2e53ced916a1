package net.atrelay.realnet;

import net.atrelay.sim.FrameParts;

/// A frame as a real host announced it.
///
/// @param host the host, as a relay is told it, such as `localhost:2583`
record Announced(String host, byte[] frame, FrameParts parts) {
    Announced(String host, byte[] frame) {
        this(host, frame, FrameParts.of(frame));
    }

    String did() {
        String did = parts.did();
        if (did == null) {
            throw new IllegalStateException("frame: " + parts.type() + " (expected: one about an account)");
        }
        return did;
    }
}

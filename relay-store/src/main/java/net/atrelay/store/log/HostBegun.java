package net.atrelay.store.log;

/// The first frame of a host that had no place is about to be handed over.
///
/// @param place the place before that frame; it counts unless the host has one by now
record HostBegun(HostCursor place) implements Work {
    private static final long WEIGHT_BYTES = 64;

    @Override
    public long weightBytes() {
        return WEIGHT_BYTES;
    }
}

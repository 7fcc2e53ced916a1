package net.atrelay.ingest.host;

import java.util.function.Consumer;
import net.atrelay.store.bus.RawBus;
import net.atrelay.store.host.HostJournals;
import net.atrelay.store.host.HostPlaces;
import net.atrelay.store.host.tier.TiersInForce;

/// What the streams of all hosts work with, and do not own.
///
/// @param bus takes the frames
/// @param places told of the place before the first frame of a host that has none, ahead of that frame
/// @param journals takes the faults
/// @param tiers limits of each host
/// @param onFatal told when going on would lose frames: the process must end
public record NetworkParts(
        RawBus bus, HostPlaces places, HostJournals journals, TiersInForce tiers, Consumer<Throwable> onFatal) {}

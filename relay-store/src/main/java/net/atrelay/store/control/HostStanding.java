package net.atrelay.store.control;

import net.atrelay.store.host.HostRecord;
import net.atrelay.store.host.tier.HostTier;
import org.jspecify.annotations.Nullable;

/// How a host stands at one moment, beside what is stored of it.
///
/// @param hostname the host
/// @param status life cycle state
/// @param connected whether its socket is open
/// @param heldBackBy name of the limit for which its socket is not read; null for none
/// @param inFlightBytes bytes read from it that are not durable yet
/// @param framesRead frames that it has sent since this process knows it
/// @param failures failed attempts to reach it, in a row
/// @param nextDialAtMicros when it is dialled next; null when no dial is due
/// @param tier whose limits it has; with the account limit that the operator set for it alone, where there is one
/// @param accountsMax accounts that it may have now, with what has grown
/// @param accountsSet what the operator set for it alone; null for nothing
public record HostStanding(
        String hostname,
        HostRecord.Status status,
        boolean connected,
        @Nullable String heldBackBy,
        long inFlightBytes,
        long framesRead,
        int failures,
        @Nullable Long nextDialAtMicros,
        HostTier tier,
        long accountsMax,
        @Nullable Long accountsSet) {}

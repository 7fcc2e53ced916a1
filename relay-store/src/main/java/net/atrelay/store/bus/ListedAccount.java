package net.atrelay.store.bus;

import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.account.UpstreamStatus;
import org.jspecify.annotations.Nullable;

/// What a host has listed of one of its accounts, on its way to who judges the account.
///
/// @param host that lists it
/// @param askedAtMicros when the host was asked for the list, wall clock
/// @param rev of its newest commit; a TID
/// @param commit CID of that
/// @param status null when the host said nothing of it
public record ListedAccount(
        Did did,
        String host,
        long askedAtMicros,
        String rev,
        Cid commit,
        @Nullable UpstreamStatus status) {}

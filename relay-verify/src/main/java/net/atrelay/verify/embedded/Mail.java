package net.atrelay.verify.embedded;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.LocalStatus;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.log.DeferredFrame;
import net.atrelay.verify.AskCause;
import net.atrelay.verify.core.HostStatusAnswer;
import net.atrelay.verify.core.IdentityAnswer;
import net.atrelay.verify.core.ListedRepo;
import net.atrelay.verify.core.ListedResult;
import net.atrelay.verify.core.Request.AskHostStatus;
import net.atrelay.verify.core.Request.ResolveIdentity;
import org.jspecify.annotations.Nullable;

/// What other threads hand to a shard.
sealed interface Mail {
    record FrameArrived(RawFrame raw) implements Mail {}

    /// A frame that was waiting when the process ended.
    record FrameRestored(DeferredFrame deferred) implements Mail {}

    record IdentityArrived(ResolveIdentity request, IdentityAnswer answer) implements Mail {}

    /// @param asked the account as it was when its host was asked
    record HostStatusArrived(AskHostStatus request, AccountState asked, HostStatusAnswer answer, AskCause cause)
            implements Mail {}

    /// An account that is held inactive is to be looked at again.
    record StatusDoubted(Did did) implements Mail {}

    /// The account's host has listed what it has of it.
    ///
    /// @param settles what leaves the flight with it; null where it came by no bus
    /// @param taken completed with what it came to, once the shard has taken it in
    record RepoListed(
            String host,
            ListedRepo repo,
            long askedAtMicros,
            @Nullable RawFrame settles,
            CompletableFuture<ListedResult> taken)
            implements Mail {}

    /// A place at the host has been promised to an account that waits for room.
    record PlacePromised(Did did, String host) implements Mail {}

    /// Time has passed: look after frames that waited too long and look-ups to be tried again.
    record Tick() implements Mail {}

    /// The operator restricts an account or lifts a restriction.
    ///
    /// @param settles what leaves the flight with it; null where it came by no bus
    /// @param durable completed with the account's state once that is durable
    record OperatorRuling(
            Did did,
            LocalStatus restriction,
            boolean holds,
            @Nullable RawFrame settles,
            CompletableFuture<AccountState> durable)
            implements Mail {}

    /// The last mail: what came before it is done.
    record Stop(CountDownLatch stopped) implements Mail {}
}

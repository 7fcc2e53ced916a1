package net.atrelay.store.kafka;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import net.atrelay.atproto.stream.AccountFrame;
import net.atrelay.atproto.stream.FrameDecoder;
import net.atrelay.atproto.stream.FrameRouter;
import net.atrelay.atproto.stream.MessageType;
import net.atrelay.atproto.stream.Routed;
import net.atrelay.atproto.stream.Strictness;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.AccountTable;
import net.atrelay.store.account.EffectiveStatus;
import net.atrelay.store.log.Followed;
import net.atrelay.store.log.Outcome;
import net.atrelay.store.log.PendingEvent;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// Which events must not be shown before the table of accounts is as far as they are. Frames are shown as the table
/// rules, and the table comes another way than the log: an `#account` that tells of the end of a ruling would be
/// shown as the ruling, and consumers would hear nothing else of it later.
///
/// An event and the state that it comes of are in one transaction, so the state is written when the event can be read.
/// A *ruled* status is one that a ruling gives, be it a host's own word here: taken down or suspended. Events wait
///
/// 1. for the state that belongs to an `#account` with a ruled status, and
/// 2. for the state that belongs to any other `#account` while the table has a ruled status for the account.
///
/// That is enough. Each change of what consumers are told is an event. The table has the state of the newest ruled
/// event (1). Where its status is not ruled any more, it has that of a later event, and between that one and the event
/// at hand there is no ruled status, so no ruling. Where it is, 2 holds. So once events wait from a moment on at which
/// the table was as far as the log, none is shown by a ruling that had ended before it. Owned by the thread that
/// follows events.
final class AccountsFirst {
    private static final CompletableFuture<Void> NOTHING = CompletableFuture.completedFuture(null);
    private static final Set<String> RULED = Set.of("takendown", "suspended");

    private final ClusterTopics topics;
    private final AccountTable accounts;
    private final Function<Collection<TopicPartition>, CompletableFuture<Void>> caughtUp;

    /// @param accounts of this node
    /// @param caughtUp done when all that these partitions hold now is in the table
    AccountsFirst(
            ClusterTopics topics,
            AccountTable accounts,
            Function<Collection<TopicPartition>, CompletableFuture<Void>> caughtUp) {
        this.topics = topics;
        this.accounts = accounts;
        this.caughtUp = caughtUp;
    }

    /// Done when these events may be taken over.
    CompletableFuture<Void> before(Followed events) {
        Set<TopicPartition> awaited = new HashSet<>();
        for (Outcome outcome : events.outcomes()) {
            for (PendingEvent event : outcome.events()) {
                if (waits(event)) {
                    awaited.add(new TopicPartition(topics.accounts(), topics.partitionOf(event.did())));
                }
            }
        }
        return awaited.isEmpty() ? NOTHING : caughtUp.apply(awaited);
    }

    private boolean waits(PendingEvent event) {
        return FrameRouter.peek(event.frame()) instanceof Routed.Message message
                && message.type() == MessageType.ACCOUNT
                && FrameDecoder.decode(event.frame(), Strictness.LENIENT) instanceof AccountFrame account
                && (isRuled(account.active(), account.status()) || isRuledHere(event.did()));
    }

    private boolean isRuledHere(Did did) {
        AccountState state = accounts.find(did);
        if (state == null) {
            return false;
        }
        EffectiveStatus status = EffectiveStatus.of(state);
        return isRuled(status.active(), status.status());
    }

    private static boolean isRuled(boolean active, @Nullable String status) {
        return !active && status != null && RULED.contains(status);
    }
}

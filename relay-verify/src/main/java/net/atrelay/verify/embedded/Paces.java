package net.atrelay.verify.embedded;

import java.util.concurrent.TimeUnit;
import net.atrelay.atproto.stream.AccountFrame;
import net.atrelay.atproto.stream.CommitFrame;
import net.atrelay.atproto.stream.Frame;
import net.atrelay.atproto.stream.IdentityFrame;
import net.atrelay.atproto.stream.MessageFrame;
import net.atrelay.atproto.stream.SyncFrame;
import net.atrelay.store.account.IdentityRecord;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.verify.PaceConfig;
import net.atrelay.verify.core.Reason;
import org.jspecify.annotations.Nullable;

/// Whether what is not a commit comes too often (spec: account, rate limits; protocol reference §6.5, §6.6). Shared by
/// all shards; an account's own rate lives in its entry.
///
/// Beyond the rate nothing is done, not even what `#identity` does to what is known: the purge and the broadcast are
/// what a flood is for. Nothing stays wrong by it: a key or host that has changed is found by the signature or
/// authority check that fails, and a status is asked for at the host a while later.
final class Paces {
    private final int accountEventsPerHour;
    private final HostBuckets foreignIdentities;
    private final HostBuckets statusQuestions;

    Paces(PaceConfig config) {
        accountEventsPerHour = config.accountEventsPerHourMax();
        foreignIdentities = new HostBuckets(config.foreignIdentitiesPerMinuteMax(), TimeUnit.MINUTES.toMicros(1));
        statusQuestions = new HostBuckets(config.statusQuestionsPerMinuteMax(), TimeUnit.MINUTES.toMicros(1));
    }

    /// Why the frame, new from its host, is over a rate; null when it is not.
    @Nullable
    Reason exceeded(AccountEntry entry, RawFrame raw, Frame frame) {
        if (!(frame instanceof MessageFrame message) || entry.state.hasTaken(raw.host(), raw.epoch(), raw.hostSeq())) {
            return null;
        }
        return switch (message) {
            case CommitFrame _ -> null;
            case IdentityFrame _
            when isForeign(entry, raw) ->
                foreignIdentities.tryTake(raw.host(), raw.receivedAtMicros()) ? null : Reason.FOREIGN_IDENTITY_RATE;
            // Others cannot use up the account's own rate: what they say of it is not taken anyhow.
            case AccountFrame _, SyncFrame _ when isForeign(entry, raw) -> null;
            case IdentityFrame _, AccountFrame _, SyncFrame _ ->
                ofAccount(entry, raw).tryTake(raw.receivedAtMicros()) ? null : Reason.ACCOUNT_RATE;
        };
    }

    /// Whether the host may be asked about one of its accounts.
    boolean mayAsk(String host, long nowMicros) {
        return statusQuestions.tryTake(host, nowMicros);
    }

    /// By what is known of the account, doubtful or not.
    private static boolean isForeign(AccountEntry entry, RawFrame raw) {
        IdentityRecord identity = entry.state.identity();
        return identity != null && !raw.host().equals(identity.pdsHost());
    }

    private TokenBucket ofAccount(AccountEntry entry, RawFrame raw) {
        TokenBucket known = entry.events;
        if (known != null) {
            return known;
        }
        TokenBucket bucket = new TokenBucket(accountEventsPerHour, TimeUnit.HOURS.toMicros(1), raw.receivedAtMicros());
        entry.events = bucket;
        return bucket;
    }
}

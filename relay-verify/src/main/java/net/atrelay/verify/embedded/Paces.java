package net.atrelay.verify.embedded;

import java.util.concurrent.TimeUnit;
import net.atrelay.atproto.stream.AccountFrame;
import net.atrelay.atproto.stream.CommitFrame;
import net.atrelay.atproto.stream.Frame;
import net.atrelay.atproto.stream.IdentityFrame;
import net.atrelay.atproto.stream.MessageFrame;
import net.atrelay.atproto.stream.SyncFrame;
import net.atrelay.store.account.IdentityRecord;
import net.atrelay.store.bus.OverRate;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.verify.PaceConfig;
import net.atrelay.verify.Share;
import net.atrelay.verify.core.Reason;
import org.jspecify.annotations.Nullable;

/// Whether frames come too often (spec: account, rate limits; protocol reference §6.5, §6.6). Shared by all shards; an
/// account's own rates live in its entry.
///
/// An account whose frames are more than its host's tier lets one account is judged all the same, and its host is read
/// more slowly: nothing is skipped. Frames that were read before that holds are what goes through beyond the rate.
///
/// Beyond the other rates nothing is done, not even what `#identity` does to what is known: the purge and the broadcast
/// are what a flood is for. Nothing stays wrong by it: a key or host that has changed is found by the signature or
/// authority check that fails, a status is asked for at the host a while later, and the next commit that passes is a
/// marked chain break.
final class Paces {
    private static final long HOUR_MICROS = TimeUnit.HOURS.toMicros(1);
    private static final long MINUTE_MICROS = TimeUnit.MINUTES.toMicros(1);
    /// What an account owes never holds its host back for longer than this at once.
    private static final double OWED_HOURS_MAX = (double) MINUTE_MICROS / HOUR_MICROS;

    private final HostLimits limits;
    private final RefusalListener listener;
    private final int accountEventsPerHour;
    private final HostBuckets foreignIdentities;
    private final HostBuckets statusQuestions;

    /// @param share what this process has of the rates of hosts; an account is judged by one process
    /// @param listener hears of accounts that send too much
    Paces(PaceConfig config, Share share, HostLimits limits, RefusalListener listener) {
        this.limits = limits;
        this.listener = listener;
        accountEventsPerHour = config.accountEventsPerHourMax();
        foreignIdentities = new HostBuckets(config.foreignIdentitiesPerMinuteMax(), MINUTE_MICROS, share);
        statusQuestions = new HostBuckets(config.statusQuestionsPerMinuteMax(), MINUTE_MICROS, share);
    }

    /// Why the frame, new from its host, is over a rate; null when it is not.
    @Nullable
    Reason exceeded(AccountEntry entry, RawFrame raw, Frame frame) {
        if (!(frame instanceof MessageFrame message) || entry.state.hasTaken(raw.host(), raw.epoch(), raw.hostSeq())) {
            return null;
        }
        if (isForeign(entry, raw)) {
            return foreign(message, raw);
        }
        count(entry, raw);
        boolean within = switch (message) {
            case CommitFrame _ -> true;
            case IdentityFrame _, AccountFrame _, SyncFrame _ -> mayChange(entry, raw);
        };
        return within ? null : Reason.ACCOUNT_RATE;
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

    /// Others cannot use up the account's own rate; and only `#identity` is taken from them at all.
    private @Nullable Reason foreign(MessageFrame message, RawFrame raw) {
        return switch (message) {
            case IdentityFrame _ ->
                foreignIdentities.tryTake(raw.host(), raw.receivedAtMicros()) ? null : Reason.FOREIGN_IDENTITY_RATE;
            case CommitFrame _, AccountFrame _, SyncFrame _ -> null;
        };
    }

    private void count(AccountEntry entry, RawFrame raw) {
        long perHour = limits.accountFramesPerHourMax(raw.host());
        if (perHour == Long.MAX_VALUE) {
            return;
        }
        TokenBucket bucket = entry.frames;
        if (bucket == null || bucket.capacity() != perHour) {
            bucket = new TokenBucket(perHour, HOUR_MICROS, raw.receivedAtMicros());
            entry.frames = bucket;
        }
        long wait = bucket.take(raw.receivedAtMicros(), Math.max(1, perHour * OWED_HOURS_MAX));
        if (wait > 0) {
            listener.accountOverRate(raw, new OverRate(raw.did(), perHour, raw.receivedAtMicros() + wait));
        }
    }

    private boolean mayChange(AccountEntry entry, RawFrame raw) {
        TokenBucket bucket = entry.events;
        if (bucket == null) {
            bucket = new TokenBucket(accountEventsPerHour, HOUR_MICROS, raw.receivedAtMicros());
            entry.events = bucket;
        }
        return bucket.tryTake(raw.receivedAtMicros());
    }
}

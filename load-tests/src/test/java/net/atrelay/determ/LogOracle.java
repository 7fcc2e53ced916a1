package net.atrelay.determ;

import java.util.HashMap;
import java.util.Map;
import net.atrelay.atproto.stream.AccountFrame;
import net.atrelay.atproto.stream.CommitFrame;
import net.atrelay.atproto.stream.Frame;
import net.atrelay.atproto.stream.FrameDecoder;
import net.atrelay.atproto.stream.IdentityFrame;
import net.atrelay.atproto.stream.MessageFrame;
import net.atrelay.atproto.stream.SyncFrame;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.EffectiveStatus;
import net.atrelay.store.account.RepoHead;
import org.jspecify.annotations.Nullable;

/// Reads the log as it becomes durable and holds each frame against the truth: seqs, soundness, order, and that an
/// account's durable state says what its frames have said.
final class LogOracle {
    private final World world;
    private final Tally tally;
    private final Map<Did, Told> told = new HashMap<>();

    LogOracle(World world, Tally tally) {
        this.world = world;
        this.tally = tally;
    }

    /// What the log has said of one account so far.
    private static final class Told {
        @Nullable
        Made head;

        int committed;
        EffectiveStatus status = new EffectiveStatus(true, null);
    }

    void onFrame(long seq, byte[] bytes) {
        Frame frame = FrameDecoder.decode(bytes);
        if (!(frame instanceof MessageFrame message)) {
            throw new SeedFailed("logged frame " + seq + ": " + frame + " (expected: a message)");
        }
        SeedFailed.unless(message.hostSeq() == seq, "seq in frame: " + message.hostSeq() + " (expected: " + seq + ")");
        SimAccount account = world.account(message.did());
        if (account == null) {
            throw new SeedFailed("logged frame " + seq + ": of nobody");
        }
        Told of = told.computeIfAbsent(message.did(), _ -> new Told());
        switch (message) {
            case CommitFrame commit -> onCommit(account, of, commit);
            case SyncFrame sync -> onSync(account, of, sync);
            case AccountFrame status -> {
                tally.count(Happening.STATUS_LOGGED);
                of.status = new EffectiveStatus(status.active(), status.status());
            }
            case IdentityFrame _ -> tally.count(Happening.IDENTITY_LOGGED);
        }
    }

    private void onCommit(SimAccount account, Told of, CommitFrame commit) {
        Made made = account.made.stream()
                .filter(one -> one.cid.equals(commit.commit().toString()))
                .findFirst()
                .orElseThrow(() -> new SeedFailed("an unsound commit came out: " + account.did() + " " + commit.rev()));
        int place = account.made.indexOf(made);
        SeedFailed.unless(!made.isLogged, "a commit came out twice: " + account.did() + " " + made);
        SeedFailed.unless(
                of.head == null || of.head.commit.rev().compareTo(made.commit.rev()) < 0,
                "a commit came out behind a newer one: " + account.did() + " " + made);
        SeedFailed.unless(
                commit.hostSeq() > 0 && place >= of.committed, "order of commits: " + account.did() + " " + made);
        made.isLogged = true;
        of.committed = place + 1;
        of.head = made;
        tally.count(made.isLarge ? Happening.LARGE_COMMIT_LOGGED : Happening.COMMIT_LOGGED);
    }

    private void onSync(SimAccount account, Told of, SyncFrame sync) {
        Made made = account.made.stream()
                .filter(one -> one.commit.rev().equals(sync.rev().value()))
                .findFirst()
                .orElseThrow(() -> new SeedFailed("an unsound sync came out: " + account.did() + " " + sync.rev()));
        SeedFailed.unless(
                of.head == null || of.head.commit.rev().compareTo(made.commit.rev()) <= 0,
                "a sync came out behind a newer commit: " + account.did() + " " + made);
        // Commits up to it that have not come out never will.
        account.made.stream()
                .filter(one -> one.commit.rev().compareTo(made.commit.rev()) <= 0)
                .forEach(one -> one.excuse("a sync has gone beyond it"));
        of.head = made;
        tally.count(Happening.SYNC_LOGGED);
    }

    /// A state that is durable with the frames so far.
    void onState(AccountState state) {
        Told of = told.computeIfAbsent(state.did(), _ -> new Told());
        RepoHead head = state.head();
        Made made = of.head;
        if (made == null || head == null) {
            SeedFailed.unless(made == null && head == null, "head: " + head + " (expected, by the log: " + made + ")");
        } else {
            SeedFailed.unless(
                    head.rev().equals(made.commit.rev())
                            && head.commit().toString().equals(made.cid)
                            && head.data().toString().equals(made.commit.data().toString()),
                    "head: " + head + " (expected, by the log: " + made + ")");
        }
        EffectiveStatus status = EffectiveStatus.of(state);
        SeedFailed.unless(
                status.equals(of.status),
                "status: " + status + " (expected, by the log: " + of.status + ") of " + state.did());
    }

    /// Whether anything was said of the account.
    boolean hasSpokenOf(Did did) {
        return told.containsKey(did);
    }
}

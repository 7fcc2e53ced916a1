package net.atrelay.sim;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import net.atrelay.sim.Ledger.Due;
import net.atrelay.sim.host.SimHost;
import net.atrelay.sim.repo.Block;
import net.atrelay.sim.repo.Commit;
import net.atrelay.sim.repo.Frames;
import net.atrelay.sim.repo.Hash;
import net.atrelay.sim.repo.Repo;
import net.atrelay.sim.repo.SigningKey;
import org.jspecify.annotations.Nullable;

/// Makes faults happen and counts those that really did. Called under the network's lock.
///
/// A faulty commit is drafted beside the repo and never becomes part of it, so the account's next sound commit follows
/// on.
final class Faults {

    private static final int OVERSIZE_BYTES = 5_000_001;
    private static final long STALL_SECONDS = 2;

    private final SimNetwork network;
    private final Announcer announcer;
    private final Map<Fault, LongAdder> injected = new EnumMap<>(Fault.class);

    Faults(SimNetwork network, Announcer announcer) {
        this.network = network;
        this.announcer = announcer;
        for (Fault fault : Fault.values()) {
            injected.put(fault, new LongAdder());
        }
    }

    long injected(Fault fault) {
        LongAdder count = injected.get(fault);
        return count == null ? 0 : count.sum();
    }

    /// Whether it happened: a fault of the stream needs a connection, one of an account an active one.
    boolean inject(Fault fault, Account account) {
        if (account.status() != null && !isOfStream(fault)) {
            return false;
        }
        boolean happened = make(fault, account);
        LongAdder count = injected.get(fault);
        if (happened && count != null) {
            count.increment();
        }
        return happened;
    }

    private static boolean isOfStream(Fault fault) {
        return switch (fault) {
            case GARBAGE, TEXT, OVERSIZE, DISCONNECT, STALL -> true;
            default -> false;
        };
    }

    private boolean make(Fault fault, Account account) {
        SimHost host = account.host();
        return switch (fault) {
            case DUPLICATE -> duplicate(account);
            case SEQ_REGRESS -> seqRegress(account);
            case SWALLOW -> swallow(account);
            case GARBAGE -> host.intrude(Hash.sha256("garbage"), false) > 0;
            case TEXT -> host.intrude("not binary".getBytes(StandardCharsets.UTF_8), true) > 0;
            case OVERSIZE -> host.intrude(new byte[OVERSIZE_BYTES], false) > 0;
            case WRONG_HOST -> wrongHost(account);
            case BAD_SIGNATURE, WRONG_PREV_DATA, BROKEN_PROOF, MISSING_RECORD, LYING_OPS, HIGH_S -> lie(account, fault);
            case UNSORTED_KEYS -> oddLayout(account, Frames.Layout.UNSORTED_KEYS);
            case LONG_INTEGER -> oddLayout(account, Frames.Layout.LONG_INTEGER);
            case UNKNOWN_TYPE ->
                announcer.say(account, Frames.unknown(account.did(), network.time(account)), Due.NEVER, fault.name());
            case COMMIT_WHILE_INACTIVE -> {
                network.deactivate(account);
                yield lie(account, fault);
            }
            case COMMIT_AFTER_TOMBSTONE -> {
                network.tombstone(account);
                yield lie(account, fault);
            }
            case DISCONNECT -> host.disconnect() > 0;
            case STALL -> stall(host);
        };
    }

    private boolean duplicate(Account account) {
        Frames.@Nullable Unsequenced last = account.lastCommit;
        return last != null && announcer.say(account, last, Due.NEVER, Fault.DUPLICATE.name());
    }

    private boolean seqRegress(Account account) {
        SimHost host = account.host();
        long used = host.publishedSeq();
        byte[] frame = Frames.identity(account.did(), account.handle(), network.time(account))
                .at(used);
        if (host.intrude(frame, false) == 0) {
            return false;
        }
        network.ledger()
                .add(new Ledger.Entry(
                        account.did(), host.hostname(), used, frame, Due.NEVER, Fault.SEQ_REGRESS.name()));
        return true;
    }

    private boolean swallow(Account account) {
        network.commitUnheard(account);
        account.lastCommit = null;
        return true;
    }

    private boolean wrongHost(Account account) {
        SimHost other = network.hosts().stream()
                .filter(host -> host != account.host())
                .findFirst()
                .orElse(null);
        if (other == null) {
            return false;
        }
        Commit commit = draft(account).commit();
        return announcer.say(
                other,
                account.did(),
                Frames.commit(commit, network.time(account)),
                Due.NEVER,
                Fault.WRONG_HOST.name(),
                null);
    }

    private boolean lie(Account account, Fault fault) {
        Commit sound = draft(account).commit();
        Commit faulty = switch (fault) {
            case BAD_SIGNATURE -> resigned(sound, Births.key(account.did() + "/forger", 0), false);
            case HIGH_S -> resigned(sound, account.repo.key(), true);
            case WRONG_PREV_DATA -> sound.withPrevData(sound.cid());
            case BROKEN_PROOF ->
                sound.withProof(sound.proof().subList(1, sound.proof().size()));
            case MISSING_RECORD -> sound.withRecords(List.of());
            case LYING_OPS -> sound.withOps(sound.ops().subList(0, 1));
            default -> sound;
        };
        return announcer.say(account, Frames.commit(faulty, network.time(account)), Due.NEVER, fault.name());
    }

    private static Commit resigned(Commit commit, SigningKey key, boolean highS) {
        byte[] unsigned = Commit.encode(commit.did(), commit.rev(), commit.data(), null);
        byte[] signature = key.sign(Hash.sha256(unsigned));
        return commit.withBlock(Block.of(
                Commit.encode(commit.did(), commit.rev(), commit.data(), highS ? key.highS(signature) : signature)));
    }

    private boolean oddLayout(Account account, Frames.Layout layout) {
        Commit commit = account.repo.commit(List.of(network.newPost(account)), network.micros());
        String time = network.time(account);
        announcer.sayOddly(account, Frames.commit(commit, time, layout), Frames.commit(commit, time), layout.name());
        account.lastCommit = null;
        return true;
    }

    /// A commit of two new records that never happens.
    private Repo.Draft draft(Account account) {
        return account.repo.draft(List.of(network.newPost(account), network.newPost(account)), network.micros());
    }

    private boolean stall(SimHost host) {
        boolean anybody = host.stall(true) > 0;
        network.loops().group().schedule(() -> host.stall(false), STALL_SECONDS, TimeUnit.SECONDS);
        return anybody;
    }
}

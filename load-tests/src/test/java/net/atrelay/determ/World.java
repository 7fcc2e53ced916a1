package net.atrelay.determ;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.sim.repo.Commit;
import net.atrelay.sim.repo.Frames;
import net.atrelay.verify.core.Reason;
import org.jspecify.annotations.Nullable;

/// The network in truth: hosts, accounts and what they do. Knows no relay.
final class World {
    private static final int HOSTS_MAX = 4;
    private static final int ACCOUNTS_MAX = 6;
    private static final int FAULTS = 6;

    final List<SimHost> hosts = new ArrayList<>();
    final List<SimAccount> accounts = new ArrayList<>();
    private final Map<String, SimAccount> byDid = new HashMap<>();
    private final Map<String, SimFrame> frames = new HashMap<>();
    private final SplittableRandom random;
    private final Tally tally;
    private final Trace trace;
    /// Seeds whose accounts tell the network of moves and rotations always.
    private final boolean isTold;

    World(SignedPool pool, SplittableRandom random, Tally tally, Trace trace) {
        this.random = random;
        this.tally = tally;
        this.trace = trace;
        isTold = random.nextInt(4) != 0;
        int hostCount = 2 + random.nextInt(HOSTS_MAX - 1);
        for (int i = 0; i < hostCount; i++) {
            hosts.add(new SimHost("pds" + i + ".example.com"));
        }
        int first = random.nextInt(SignedPool.ACCOUNTS);
        int accountCount = 1 + random.nextInt(ACCOUNTS_MAX);
        for (int i = 0; i < accountCount; i++) {
            SimAccount account =
                    new SimAccount(pool.person(first + i, SignedPool.ACCOUNTS), hosts.get(random.nextInt(hostCount)));
            accounts.add(account);
            byDid.put(account.did().value(), account);
        }
    }

    @Nullable
    SimAccount account(Did did) {
        return byDid.get(did.value());
    }

    /// The frame that a host gave this seq; seqs are given once.
    @Nullable
    SimFrame frame(String host, long hostSeq) {
        return frames.get(host + hostSeq);
    }

    /// Something that an account or its host does.
    void act() {
        SimAccount account = accounts.get(random.nextInt(accounts.size()));
        int dice = random.nextInt(100);
        if (dice < 58) {
            commit(account);
        } else if (dice < 64) {
            sync(account);
        } else if (dice < 68) {
            move(account);
        } else if (dice < 71) {
            rotate(account);
        } else if (dice < 76) {
            changeStatus(account);
        } else if (dice < 79) {
            announce(account.host, account, "#identity", Frames.identity(didOf(account), null, SignedPool.TIME), null);
        } else if (dice < 80) {
            reset(hosts.get(random.nextInt(hosts.size())));
        } else {
            misbehave(account, random.nextInt(FAULTS));
        }
    }

    private void commit(SimAccount account) {
        if (account.canCommit()) {
            Made made = account.commit();
            if (account.isTakenDown) {
                made.excuse(Reason.LOCALLY_INACTIVE);
            }
            announce(account.host, account, "#commit", Frames.commit(made.commit, SignedPool.TIME), made);
        }
    }

    private void sync(SimAccount account) {
        if (!account.made.isEmpty() && account.status == null) {
            Made head = account.made.getLast();
            if (head.key == account.key) {
                announce(account.host, account, "#sync", Frames.sync(head.commit, SignedPool.TIME), null);
            }
        }
    }

    private void move(SimAccount account) {
        SimHost from = account.host;
        SimHost to = hosts.get(random.nextInt(hosts.size()));
        if (to == from || account.status != null || account.impostors.contains(to.name)) {
            return;
        }
        account.excuseAll("moved before it came out");
        account.moveTo(to);
        tally.count(Happening.ACCOUNT_MOVED);
        trace.note("move " + didOf(account) + " to " + to.name);
        tellIdentity(account, Happening.MOVED_UNTOLD);
        if (isTold || random.nextBoolean()) {
            announce(to, account, "#account", Frames.account(didOf(account), null, SignedPool.TIME), null);
        } else {
            account.isStatusUntold = true;
        }
        if (random.nextBoolean()) {
            announce(
                    from,
                    account,
                    "#account old",
                    Frames.account(didOf(account), "deactivated", SignedPool.TIME),
                    null);
        }
    }

    private void rotate(SimAccount account) {
        account.excuseAll(Reason.SIGNATURE_INVALID);
        account.key = account.key == SignedPool.Key.FIRST ? SignedPool.Key.SECOND : SignedPool.Key.FIRST;
        tally.count(Happening.KEY_ROTATED);
        trace.note("rotate " + didOf(account) + " to " + account.key);
        tellIdentity(account, Happening.ROTATED_UNTOLD);
    }

    /// Who is not told finds out by a check that fails, which the same host may have looked up only so often: that may
    /// cost commits.
    private void tellIdentity(SimAccount account, Happening untold) {
        if (isTold || random.nextBoolean()) {
            announce(account.host, account, "#identity", Frames.identity(didOf(account), null, SignedPool.TIME), null);
        } else {
            tally.count(untold);
            account.isUntold = true;
        }
    }

    private void changeStatus(SimAccount account) {
        if (account.status == null) {
            account.status = random.nextBoolean() ? "deactivated" : "suspended";
            tally.count(Happening.ACCOUNT_DEACTIVATED);
            account.made.forEach(Made::outdated);
        } else {
            account.status = null;
            tally.count(Happening.ACCOUNT_REACTIVATED);
        }
        announce(
                account.host,
                account,
                "#account " + account.status,
                Frames.account(didOf(account), account.status, SignedPool.TIME),
                null);
    }

    /// What was in the log and has not come out need not come out any more.
    private void reset(SimHost host) {
        tally.count(Happening.HOST_LOG_RESET);
        trace.note("reset " + host.name);
        host.reset().forEach(this::excuseLost);
    }

    /// A frame that never comes to the relay, if it has not come yet: neither does what it tells.
    void excuseLost(SimFrame frame) {
        Made made = frame.made();
        SimAccount account = byDid.get(frame.did().value());
        if (made != null) {
            made.excuse("its host has lost it");
        } else if (account != null) {
            account.isUntold = true;
            account.isStatusUntold = true;
        }
    }

    private void misbehave(SimAccount account, int fault) {
        SimHost host = account.host;
        switch (fault) {
            case 0 -> {
                tally.count(Happening.BAD_SIGNATURE_SENT);
                fork(host, account, account.fork(SignedPool.Key.STRANGER), "bad signature");
            }
            case 1 -> {
                Commit fork = account.fork(account.key);
                tally.count(Happening.BROKEN_PROOF_SENT);
                fork(
                        host,
                        account,
                        fork.withProof(fork.proof().subList(1, fork.proof().size())),
                        "broken proof");
            }
            case 2 -> {
                Commit fork = account.fork(account.key);
                tally.count(Happening.BROKEN_PROOF_SENT);
                fork(host, account, fork.withPrevData(fork.data()), "wrong prevData");
            }
            case 3 -> {
                SimHost impostor = hosts.get(random.nextInt(hosts.size()));
                if (!account.hostsEver.contains(impostor.name)) {
                    tally.count(Happening.IMPOSTOR_SENT);
                    account.impostors.add(impostor.name);
                    fork(impostor, account, account.fork(account.key), "impostor");
                }
            }
            default -> again(account);
        }
    }

    private void fork(SimHost host, SimAccount account, Commit fork, String what) {
        announce(host, account, what, Frames.commit(fork, SignedPool.TIME), null);
    }

    /// A commit of before, from the account's host or from any.
    private void again(SimAccount account) {
        if (!account.made.isEmpty()) {
            tally.count(Happening.DUPLICATE_SENT);
            Made made = account.made.get(random.nextInt(account.made.size()));
            SimHost any = hosts.get(random.nextInt(hosts.size()));
            // A host that the account has left does not have what came after.
            SimHost host = account.hostsEver.contains(any.name) ? account.host : any;
            account.strangers.add(host.name);
            announce(host, account, "again " + made.commit.rev(), Frames.commit(made.commit, SignedPool.TIME), null);
        }
    }

    private void announce(
            SimHost host, SimAccount account, String what, Frames.Unsequenced frame, @Nullable Made made) {
        SimFrame announced = host.announce(account.did(), what, frame, made);
        frames.put(host.name + announced.hostSeq(), announced);
        trace.note("announce " + announced);
    }

    private static String didOf(SimAccount account) {
        return account.did().value();
    }
}

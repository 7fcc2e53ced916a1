package net.atrelay.prove;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.atrelay.sim.Account;
import net.atrelay.sim.Deed;
import net.atrelay.sim.Deeds;
import net.atrelay.sim.Fault;
import net.atrelay.sim.Ledger;
import net.atrelay.sim.SimClock;
import net.atrelay.sim.SimNetwork;
import net.atrelay.sim.host.SimHost;
import org.jspecify.annotations.Nullable;

/// Lets the network act, one step after the other: a fault that the plan has for the host, a rare deed, or one new
/// record.
///
/// What is chosen depends on the seed and on the steps before, never on how fast the relay is. Where both orders of two
/// frames would be right, it waits until the first one has come out. Owned by one thread.
final class Actor {
    private static final long STEP_MICROS = 50_000;
    /// Frames that have not come out, at which the network waits, and until which.
    private static final long BEHIND_MAX = 300;

    private static final long BEHIND_AGAIN = 150;
    private static final int THOUSAND = 1_000;

    private final SimNetwork network;
    private final SimClock.Virtual clock;
    private final Transcript live;
    private final Patience patience;
    private final SplittableRandom random;
    private final Deeds deeds;
    private final Deck<Deed> rareDeeds;
    private final FaultPlan faultPlan;
    private final Streams streams;
    private final FollowUps followUps;
    private final Map<Deed, Long> done = new EnumMap<>(Deed.class);

    /// @param live shows what has come out
    Actor(ProvePlan plan, SimNetwork network, SimClock.Virtual clock, Transcript live, Patience patience) {
        this.network = network;
        this.clock = clock;
        this.live = live;
        this.patience = patience;
        random = new SplittableRandom(plan.seed() ^ 0x61_63_74_6f_72L);
        deeds = new Deeds(network, random.split());
        rareDeeds = new Deck<>(cards(), random.split());
        faultPlan = new FaultPlan(network.hosts(), plan.faultsPerThousand(), random.split());
        streams = new Streams(patience);
        followUps = new FollowUps(network.ledger());
    }

    /// As many accounts come as go, and as many wake up as fall asleep.
    private static List<Deed> cards() {
        List<Deed> cards = new ArrayList<>(Arrays.asList(Deed.values()));
        cards.remove(Deed.CREATE);
        // Comes as a fault, with the commit from which a relay learns of it.
        cards.remove(Deed.TOMBSTONE);
        cards.addAll(List.of(Deed.NEW_ACCOUNT, Deed.NEW_ACCOUNT, Deed.ACTIVATE, Deed.ACTIVATE));
        return cards;
    }

    /// Every host says something, from which a relay has a place in its stream.
    void greet() {
        for (SimHost host : network.hosts()) {
            Account account = someActive(host);
            if (account == null) {
                network.createAccount(host);
                count(Deed.NEW_ACCOUNT);
            } else {
                network.post(account);
            }
        }
    }

    /// Every account says something.
    void begin() {
        network.accounts().stream().filter(account -> account.status() == null).forEach(network::post);
    }

    /// One step.
    ///
    /// @param isAway whether the relay is down
    void step(boolean isAway) throws StalledException, InterruptedException {
        clock.advance(STEP_MICROS);
        if (!isAway) {
            keepInReach();
        }
        SimHost host = someHost();
        Account account = someActive(host);
        if (account == null) {
            network.createAccount(host);
            count(Deed.NEW_ACCOUNT);
            return;
        }
        Fault fault = faultPlan.next(host);
        if (fault != null) {
            if (!goWrong(fault, account, isAway)) {
                faultPlan.putBack(host, fault);
                perform(Deed.CREATE, account);
            }
        } else if (random.nextInt(THOUSAND) < ProvePlan.RARE_DEEDS_PER_THOUSAND) {
            doSomethingRare(account, isAway);
        } else {
            perform(Deed.CREATE, account);
        }
    }

    /// Lets everybody say something last, and returns when all that was said is judged.
    void finish() throws StalledException, InterruptedException {
        clock.advance(STEP_MICROS);
        for (SimHost host : network.hosts()) {
            streams.awaitOpen(host);
        }
        for (Account account : network.accounts()) {
            if (account.status() == null) {
                keepInReach();
                perform(Deed.CREATE, account);
            }
        }
        for (Account account : network.accounts()) {
            awaitLastDue(account);
        }
    }

    private void keepInReach() throws StalledException, InterruptedException {
        if (behind() > BEHIND_MAX) {
            patience.until(() -> behind() + " events that have not come out", () -> behind() < BEHIND_AGAIN);
        }
    }

    private long behind() {
        return network.ledger().due() - live.frames();
    }

    /// By Zipf's law, the biggest being the likeliest.
    private SimHost someHost() {
        List<SimHost> hosts = network.hosts();
        int place = (int) Math.floor(Math.pow(hosts.size() + 1, random.nextDouble()) - 1);
        return hosts.get(Math.min(hosts.size() - 1, place));
    }

    /// Few accounts do most; null when the host has no active one.
    private @Nullable Account someActive(SimHost host) {
        double skewed = Math.pow(random.nextDouble(), 2);
        List<Account> active = network.accounts().stream()
                .filter(account -> account.host() == host && account.status() == null)
                .toList();
        return active.isEmpty() ? null : active.get((int) (skewed * active.size()));
    }

    private @Nullable Account someDormant() {
        List<Account> dormant = network.accounts().stream()
                .filter(account -> "deactivated".equals(account.status()) || "takendown".equals(account.status()))
                .toList();
        return dormant.isEmpty() ? null : dormant.get(random.nextInt(dormant.size()));
    }

    private void doSomethingRare(Account account, boolean isAway) throws StalledException, InterruptedException {
        Deed deed = rareDeeds.deal();
        Account who = deed == Deed.ACTIVATE ? someDormant() : account;
        if (who == null || (isAway && deed.needsQuiet()) || !perform(deed, who)) {
            rareDeeds.putBack(deed);
            perform(Deed.CREATE, account);
        }
    }

    private boolean perform(Deed deed, Account account) throws StalledException, InterruptedException {
        if (deed.needsQuiet()) {
            settle(account);
        }
        boolean isDone = deeds.perform(deed, account);
        if (isDone) {
            count(deed);
        }
        return isDone;
    }

    private boolean goWrong(Fault fault, Account account, boolean isAway)
            throws StalledException, InterruptedException {
        if (isAway && needsRelay(fault)) {
            return false;
        }
        if (isOfWhole(fault)) {
            settle(account);
            count(fault == Fault.COMMIT_WHILE_INACTIVE ? Deed.DEACTIVATE : Deed.TOMBSTONE);
        }
        if (fault == Fault.DUPLICATE) {
            perform(Deed.CREATE, account);
        }
        boolean happened =
                Streams.isNeededBy(fault) ? streams.inject(network, fault, account) : network.inject(fault, account);
        if (happened && account.status() == null) {
            perform(Deed.CREATE, account);
            followUps.expect(fault, account);
        }
        return happened;
    }

    private static boolean needsRelay(Fault fault) {
        return isOfWhole(fault) || Streams.isNeededBy(fault);
    }

    private static boolean isOfWhole(Fault fault) {
        return fault == Fault.COMMIT_WHILE_INACTIVE || fault == Fault.COMMIT_AFTER_TOMBSTONE;
    }

    /// Returns when all that an account's host has said of it is judged.
    private void settle(Account account) throws StalledException, InterruptedException {
        if (network.ledger().endsOpenly(account.did(), account.host().hostname())) {
            network.announceIdentity(account);
            count(Deed.IDENTITY);
        }
        awaitLastDue(account);
    }

    private void awaitLastDue(Account account) throws StalledException, InterruptedException {
        Ledger.Entry last =
                network.ledger().lastDue(account.did(), account.host().hostname());
        if (last != null) {
            patience.until(
                    () -> last.print().type() + " of " + account.did() + " by "
                            + account.host().hostname() + " at " + last.hostSeq(),
                    () -> live.has(last.print()));
        }
    }

    private void count(Deed deed) {
        done.merge(deed, 1L, Long::sum);
    }

    /// How often each deed was done.
    long done(Deed deed) {
        return done.getOrDefault(deed, 0L);
    }

    FollowUps followUps() {
        return followUps;
    }

    Streams streams() {
        return streams;
    }
}

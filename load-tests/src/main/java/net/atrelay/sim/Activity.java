package net.atrelay.sim;

import java.util.List;
import java.util.SplittableRandom;

/// What the accounts of a network do by themselves, step by step, decided by the network's seed.
///
/// Few accounts do most. Identities change only on accounts that were quiet for some seconds, so that no frame
/// signed with the old key is still under way. Owned by one thread.
public final class Activity {

    private static final long QUIET_MILLIS = 3_000;
    private static final List<Fault> FRAME_FAULTS =
            List.of(Fault.values()).stream().filter(Fault::isFrameOnly).toList();

    private final SimNetwork network;
    private final Mix mix;
    private final Deeds deeds;
    private final SplittableRandom random;

    /// The activity of a network.
    public Activity(SimNetwork network, Mix mix) {
        this.network = network;
        this.mix = mix;
        this.random = network.random().split();
        this.deeds = new Deeds(network, random);
    }

    /// Makes one account do one thing.
    public void step() {
        synchronized (network) {
            if (network.accountCount() == 0) {
                network.createAccount(network.hosts().getFirst());
                return;
            }
            Account account = someAccount();
            if (account.status() != null) {
                wakeUp(account);
            } else if (random.nextInt(1_000) < mix.faultsPerThousand()) {
                network.inject(FRAME_FAULTS.get(random.nextInt(FRAME_FAULTS.size())), account);
            } else {
                act(account, mix.deed(random.nextInt(mix.total())));
            }
        }
    }

    private Account someAccount() {
        double skewed = Math.pow(random.nextDouble(), 2);
        return network.account((int) (skewed * network.accountCount()));
    }

    private void wakeUp(Account account) {
        if ("deactivated".equals(account.status()) && isQuiet(account)) {
            deeds.perform(Deed.ACTIVATE, account);
        }
    }

    /// Does something else where that is not possible, or not yet.
    private void act(Account account, Deed deed) {
        boolean isTooEarly = deed.needsQuiet() && !isQuiet(account);
        if (isTooEarly || !deeds.perform(deed, account)) {
            network.post(account);
        }
    }

    private boolean isQuiet(Account account) {
        return account.isQuiet(network.micros(), QUIET_MILLIS);
    }
}

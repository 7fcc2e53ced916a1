package net.atrelay.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.atrelay.sim.repo.Write;

/// What the accounts of a network do by themselves, step by step, decided by the network's seed.
///
/// Few accounts do most. Identities change only on accounts that were quiet for some seconds, so that no frame
/// signed with the old key is still under way. Owned by one thread.
public final class Activity {

    private static final long QUIET_MILLIS = 3_000;
    private static final int DELETES_MAX = 20;
    private static final List<Fault> FRAME_FAULTS =
            List.of(Fault.values()).stream().filter(Fault::isFrameOnly).toList();

    private final SimNetwork network;
    private final Mix mix;
    private final SplittableRandom random;

    /// The activity of a network.
    public Activity(SimNetwork network, Mix mix) {
        this.network = network;
        this.mix = mix;
        this.random = network.random().split();
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
                act(account, random.nextInt(mix.total()));
            }
        }
    }

    private Account someAccount() {
        double skewed = Math.pow(random.nextDouble(), 2);
        return network.account((int) (skewed * network.accountCount()));
    }

    private void wakeUp(Account account) {
        if ("deactivated".equals(account.status()) && isQuiet(account)) {
            network.activate(account);
        }
    }

    private void act(Account account, int dice) {
        int left = dice;
        if ((left -= mix.creates()) < 0) {
            network.commit(account, List.of(create(account)));
        } else if ((left -= mix.deletes()) < 0) {
            deleteOrPost(account);
        } else if ((left -= mix.emptied()) < 0) {
            emptyOrPost(account);
        } else if ((left -= mix.updates()) < 0) {
            updateOrPost(account);
        } else if ((left -= mix.batches()) < 0) {
            network.commit(account, batch(account));
        } else if ((left -= mix.identities()) < 0) {
            network.announceIdentity(account);
        } else if ((left -= mix.newAccounts()) < 0) {
            network.createAccount(account.host());
        } else if (!isQuiet(account)) {
            network.post(account);
        } else if ((left -= mix.rotations()) < 0) {
            network.rotateKey(account, true);
        } else if (left - mix.lifecycle() < 0) {
            network.deactivate(account);
        } else {
            network.deleteAccount(account);
        }
    }

    private boolean isQuiet(Account account) {
        return account.isQuiet(network.micros(), QUIET_MILLIS);
    }

    private Write.Create create(Account account) {
        return network.create(account, Records.someCollection(random));
    }

    private void deleteOrPost(Account account) {
        if (account.hasPaths()) {
            network.delete(account);
        } else {
            network.post(account);
        }
    }

    private void emptyOrPost(Account account) {
        List<Write> deletes = account.deletesOfASmallCollection(DELETES_MAX);
        if (deletes.isEmpty()) {
            network.post(account);
        } else {
            network.commit(account, deletes);
        }
    }

    private void updateOrPost(Account account) {
        if (account.hasPaths()) {
            network.update(account);
        } else {
            network.post(account);
        }
    }

    private List<Write> batch(Account account) {
        List<Write> writes = new ArrayList<>();
        for (int n = 3 + random.nextInt(8); n > 0; n--) {
            writes.add(create(account));
        }
        if (account.hasPaths()) {
            writes.add(new Write.Delete(account.somePath()));
        }
        return writes;
    }
}

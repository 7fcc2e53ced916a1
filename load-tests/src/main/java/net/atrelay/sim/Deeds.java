package net.atrelay.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.atrelay.sim.host.SimHost;
import net.atrelay.sim.repo.Write;

/// Lets accounts do things, with what is left open decided by a random source. Owned by one thread.
public final class Deeds {
    private static final int DELETES_MAX = 20;
    private static final int BATCH_MIN = 3;
    private static final int BATCH_MORE_MAX = 8;

    private final SimNetwork network;
    private final SplittableRandom random;

    /// Deeds of a network's accounts.
    public Deeds(SimNetwork network, SplittableRandom random) {
        this.network = network;
        this.random = random;
    }

    /// Lets an account do something; false when it cannot, as it has no record to delete or is not active.
    public boolean perform(Deed deed, Account account) {
        synchronized (network) {
            boolean isPossible = deed == Deed.ACTIVATE
                    ? "deactivated".equals(account.status()) || "takendown".equals(account.status())
                    : account.status() == null;
            return isPossible && make(deed, account);
        }
    }

    private boolean make(Deed deed, Account account) {
        return switch (deed) {
            case CREATE -> commit(account, List.of(create(account)));
            case DELETE -> account.hasPaths() && commit(account, List.of(new Write.Delete(account.somePath())));
            case EMPTY -> empty(account);
            case UPDATE -> update(account);
            case BATCH -> commit(account, batch(account));
            case NOTHING -> commit(account, List.of());
            case MOVE -> move(account);
            default -> {
                makeOfWhole(deed, account);
                yield true;
            }
        };
    }

    private void makeOfWhole(Deed deed, Account account) {
        switch (deed) {
            case IDENTITY -> network.announceIdentity(account);
            case NEW_ACCOUNT -> network.createAccount(account.host());
            case ROTATE -> network.rotateKey(account, true);
            case ROTATE_SILENTLY -> network.rotateKey(account, false);
            case DEACTIVATE -> network.deactivate(account);
            case TAKE_DOWN -> network.takeDown(account);
            case ACTIVATE -> network.activate(account);
            case DELETE_ACCOUNT -> network.deleteAccount(account);
            case TOMBSTONE -> network.tombstone(account);
            default -> throw new IllegalArgumentException("deed: " + deed + " (expected: one of a whole account)");
        }
    }

    private boolean commit(Account account, List<Write> writes) {
        network.commit(account, writes);
        return true;
    }

    private boolean empty(Account account) {
        List<Write> deletes = account.deletesOfASmallCollection(DELETES_MAX);
        return !deletes.isEmpty() && commit(account, deletes);
    }

    private boolean update(Account account) {
        if (!account.hasPaths()) {
            return false;
        }
        network.update(account);
        return true;
    }

    private boolean move(Account account) {
        List<SimHost> others =
                network.hosts().stream().filter(host -> host != account.host()).toList();
        if (others.isEmpty()) {
            return false;
        }
        network.move(account, others.get(random.nextInt(others.size())));
        return true;
    }

    private Write.Create create(Account account) {
        return network.create(account, Records.someCollection(random));
    }

    private List<Write> batch(Account account) {
        List<Write> writes = new ArrayList<>();
        for (int n = BATCH_MIN + random.nextInt(BATCH_MORE_MAX); n > 0; n--) {
            writes.add(create(account));
        }
        if (account.hasPaths()) {
            writes.add(new Write.Delete(account.somePath()));
        }
        return writes;
    }
}

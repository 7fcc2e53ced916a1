package net.atrelay.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.atrelay.sim.Ledger.Due;
import net.atrelay.sim.host.SimHost;
import net.atrelay.sim.repo.Frames;
import org.jspecify.annotations.Nullable;

/// Lets hosts announce frames and notes each in the ledger before anybody can read it. Called under the network's lock.
final class Announcer {

    private final Ledger ledger;
    private final SplittableRandom random;
    private final List<SimHost> order = new ArrayList<>();
    private boolean keepsOrder;

    Announcer(Ledger ledger, SplittableRandom random) {
        this.ledger = ledger;
        this.random = random;
    }

    boolean say(Account account, Frames.Unsequenced frame, Due due, String why) {
        return say(account.host(), account.did(), frame, due, why, null);
    }

    boolean say(SimHost host, String did, Frames.Unsequenced frame, Due due, String why, @Nullable Runnable before) {
        SimHost.Announced announced = host.append(frame, gap(), before);
        note(new Ledger.Entry(did, host.hostname(), announced.hostSeq(), announced.frame(), due, why), host);
        return true;
    }

    /// Says a frame that is not canonical; what may come out is its canonical form.
    void sayOddly(Account account, Frames.Unsequenced odd, Frames.Unsequenced canonical, String why) {
        SimHost host = account.host();
        long seq = host.append(odd, gap(), null).hostSeq();
        note(new Ledger.Entry(account.did(), host.hostname(), seq, canonical.at(seq), Due.MAY, why), host);
    }

    private void note(Ledger.Entry entry, SimHost host) {
        ledger.add(entry);
        if (keepsOrder) {
            order.add(host);
        }
        host.publish();
    }

    private long gap() {
        return random.nextInt(16) == 0 ? random.nextInt(5) : 0;
    }

    void keepOrder() {
        keepsOrder = true;
    }

    /// The hosts of all announcements so far, in order.
    List<SimHost> order() {
        return List.copyOf(order);
    }
}

package net.atrelay.prove;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.atrelay.sim.Fault;
import net.atrelay.sim.host.SimHost;
import org.jspecify.annotations.Nullable;

/// What goes wrong with which host and frame, decided by the seed: each host has its own share of faults, between none
/// and twice the mean, and its own order of them. Owned by one thread.
final class FaultPlan {
    private final SplittableRandom random;
    private final Map<SimHost, Temper> tempers = new HashMap<>();

    private record Temper(int perThousand, Deck<Fault> faults) {}

    FaultPlan(List<SimHost> hosts, int perThousand, SplittableRandom random) {
        this.random = random;
        for (int i = 0; i < hosts.size(); i++) {
            // The biggest has the mean share, or a run of few hosts might have hardly any fault.
            int share = i == 0 ? perThousand : random.nextInt(2 * perThousand + 1);
            tempers.put(hosts.get(i), new Temper(share, new Deck<>(List.of(Fault.values()), random.split())));
        }
    }

    /// What is to go wrong with a host's next frame; null for nothing.
    @Nullable
    Fault next(SimHost host) {
        Temper temper = temper(host);
        return random.nextInt(1_000) < temper.perThousand() ? temper.faults().deal() : null;
    }

    /// Takes back one that could not happen.
    void putBack(SimHost host, Fault fault) {
        temper(host).faults().putBack(fault);
    }

    private Temper temper(SimHost host) {
        Temper temper = tempers.get(host);
        if (temper == null) {
            throw new IllegalArgumentException("host: " + host.hostname() + " (expected: one of this world)");
        }
        return temper;
    }
}

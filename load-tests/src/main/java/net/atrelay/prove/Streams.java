package net.atrelay.prove;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.atrelay.sim.Account;
import net.atrelay.sim.Fault;
import net.atrelay.sim.SimNetwork;
import net.atrelay.sim.host.SimHost;

/// Faults of open streams: each finds one, and a stream that was cut is taken up again before the next. Owned by one
/// thread.
final class Streams {
    private final Patience patience;
    private final Map<SimHost, Long> connectsBeforeCut = new HashMap<>();
    private long cuts;
    private long resumed;

    Streams(Patience patience) {
        this.patience = patience;
    }

    /// Whether a fault is nothing unless the relay is connected.
    static boolean isNeededBy(Fault fault) {
        return switch (fault) {
            case GARBAGE, TEXT, OVERSIZE, DISCONNECT, STALL, SEQ_REGRESS -> true;
            default -> false;
        };
    }

    private static boolean isCut(Fault fault) {
        return switch (fault) {
            case GARBAGE, TEXT, OVERSIZE, DISCONNECT -> true;
            default -> false;
        };
    }

    /// Makes a fault happen on an open stream.
    boolean inject(SimNetwork network, Fault fault, Account account) throws StalledException, InterruptedException {
        SimHost host = account.host();
        awaitOpen(host);
        long connects = host.connects();
        while (!network.inject(fault, account)) {
            // It was closed at that very moment.
            awaitOpen(host);
            connects = host.connects();
        }
        if (isCut(fault)) {
            cuts++;
            connectsBeforeCut.put(host, connects);
        }
        return true;
    }

    /// Returns when the relay reads the host, on another connection than one that was cut.
    void awaitOpen(SimHost host) throws StalledException, InterruptedException {
        patience.until(() -> "a connection to " + host.hostname(), () -> isOpen(host));
        if (connectsBeforeCut.remove(host) != null) {
            resumed++;
        }
    }

    private boolean isOpen(SimHost host) {
        Long before = connectsBeforeCut.get(host);
        return host.connections() > 0 && (before == null || host.connects() > before);
    }

    /// Streams that were cut, against those that were taken up again.
    Check check() {
        return new Check("cut streams taken up again", cuts, cuts - resumed, List.of());
    }
}

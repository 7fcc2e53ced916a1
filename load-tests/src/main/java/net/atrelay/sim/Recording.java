package net.atrelay.sim;

import java.util.List;
import net.atrelay.sim.host.SimHost;

/// Frames made, numbered and signed beforehand, waiting in their hosts' logs, so that a load run only writes bytes.
///
/// Made on a virtual clock: the recorded span ends at the moment the recording was begun.
public final class Recording {

    private final List<SimHost> order;
    private int released;

    private Recording(List<SimHost> order) {
        this.order = order;
    }

    /// A network together with what it is going to say.
    public record Recorded(SimNetwork network, Recording recording) {}

    /// Builds a network and records steps of its activity.
    ///
    /// @param perSecond the rate at which the steps seem to have happened
    public static Recorded of(WorldConfig config, Mix mix, int steps, double perSecond) {
        long stepMicros = Math.max(1, (long) (1e6 / perSecond));
        long began = SimClock.system().micros() - steps * stepMicros;
        SimClock.Virtual clock = new SimClock.Virtual(began);
        SimNetwork network = new SimNetwork(config, clock);
        network.hold();
        Activity activity = new Activity(network, mix);
        for (int i = 0; i < steps; i++) {
            clock.advance(stepMicros);
            activity.step();
        }
        return new Recorded(network, new Recording(network.takeOrder()));
    }

    /// Frames in all.
    public int frames() {
        return order.size();
    }

    /// Frames not released yet.
    public int left() {
        return order.size() - released;
    }

    /// Lets hosts say the next frames, in the recorded order; returns how many there were. One thread at a time.
    public int release(int count) {
        int until = Math.min(order.size(), released + count);
        int from = released;
        // Neighbouring frames of one host go out together.
        while (released < until) {
            SimHost host = order.get(released);
            int run = 1;
            while (released + run < until && order.get(released + run) == host) {
                run++;
            }
            host.release(run);
            released += run;
        }
        return until - from;
    }
}

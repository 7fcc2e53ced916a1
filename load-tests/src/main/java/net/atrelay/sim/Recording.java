package net.atrelay.sim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        return new Recorded(network, new Recording(network.announcer().order()));
    }

    /// Frames in all.
    public int frames() {
        return order.size();
    }

    /// Frames not released yet.
    public int left() {
        return order.size() - released;
    }

    /// Lets hosts say the next frames; returns how many there were. Frames of one portion go out together, host by
    /// host. One thread at a time.
    public int release(int count) {
        int until = (int) Math.min(order.size(), (long) released + count);
        Map<SimHost, Integer> portion = new LinkedHashMap<>();
        for (SimHost host : order.subList(released, until)) {
            portion.merge(host, 1, Integer::sum);
        }
        portion.forEach(SimHost::release);
        int now = until - released;
        released = until;
        return now;
    }
}

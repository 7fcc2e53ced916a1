package net.atrelay.load;

import java.util.List;

/// What happens to the relay, once it has all hosts.
///
/// @param warmUpEvents said first, each by another account, and not measured
/// @param warmUpPerSecond their rate
/// @param perSecond events in a second while it is measured, and during restarts
/// @param seconds how long it is measured
/// @param speakers accounts of the day
/// @param newcomersPercent percentage of events by accounts that have not spoken yet
/// @param sampleSeconds time between two looks at the relay's process
/// @param restarts how the relay is ended and started again, in order
record Course(
        long warmUpEvents,
        double warmUpPerSecond,
        double perSecond,
        int seconds,
        int speakers,
        int newcomersPercent,
        int sampleSeconds,
        List<Restart.How> restarts) {}

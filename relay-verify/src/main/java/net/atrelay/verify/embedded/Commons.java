package net.atrelay.verify.embedded;

import java.time.InstantSource;
import net.atrelay.verify.VerifyConfig;

/// What all shards share: room for waiting frames, places at hosts, and rates of hosts. Any thread.
record Commons(WaitingBudget waiting, Admissions admissions, Paces paces) {
    static Commons of(VerifyConfig config, HostRooms rooms, InstantSource clock, RefusalListener listener) {
        return new Commons(
                new WaitingBudget(config.waitingBytesPerHostMax(), config.waitingBytesMax()),
                new Admissions(rooms, clock),
                new Paces(config.paces(), rooms.limits(), listener));
    }
}

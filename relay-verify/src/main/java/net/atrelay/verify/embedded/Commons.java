package net.atrelay.verify.embedded;

import net.atrelay.verify.VerifyConfig;

/// What all shards share: room for waiting frames, places at hosts, and rates of hosts. Any thread.
record Commons(WaitingBudget waiting, Admissions admissions, Paces paces) {
    static Commons of(VerifyConfig config, ShardPool.Neighbours neighbours) {
        HostRooms rooms = neighbours.rooms();
        return new Commons(
                new WaitingBudget(config.waitingBytesPerHostMax(), config.waitingBytesMax()),
                new Admissions(rooms, neighbours.clock()),
                new Paces(config.paces(), neighbours.share(), rooms.limits(), neighbours.refusals()));
    }
}

package net.atrelay.bench.cluster;

import java.util.List;
import java.util.Set;
import net.atrelay.bench.BenchPlan;

/// What is measured.
///
/// @param parts of the measurement that are wanted
/// @param events measured in each throughput
/// @param rounds into which the events of the floor are cut
/// @param warmUpEvents before these, by each process
/// @param rates events a second of the steady runs
/// @param seconds length of each steady run
/// @param changeRate events a second while nodes join
/// @param brokers to be started; 0 where they are there
/// @param servers brokers that are there; empty for none
/// @param partitions of accounts and of hosts
/// @param threads of the bare run
record ClusterPlan(
        Set<Part> parts,
        int events,
        int rounds,
        int warmUpEvents,
        List<Integer> rates,
        int seconds,
        int changeRate,
        int hosts,
        int accounts,
        int records,
        long seed,
        int brokers,
        String servers,
        int partitions,
        int threads) {
    /// Parts of a measurement, in their order.
    enum Part {
        /// Verify against the bare run, on records that are there.
        FLOOR,
        /// A bare run on Kafka Streams takes its turn in the floor.
        STREAMS,
        /// All roles at once, as fast as they go.
        WHOLE,
        /// Latency at even rates.
        STEADY,
        /// A second fan-out node joins under load.
        JOIN,
        /// A second verify node joins under load, and leaves.
        SCALE
    }

    boolean has(Part part) {
        return parts.contains(part);
    }

    /// Events of a throughput, with what goes before.
    int stretch() {
        return warmUpEvents + events;
    }

    int roundEvents() {
        return events / rounds;
    }

    int changeEvents() {
        return changeRate * seconds;
    }

    /// What the hosts have to say in all.
    BenchPlan peers() {
        int all = 1; // a recording has something in it
        all += has(Part.FLOOR) ? stretch() : 0;
        all += has(Part.WHOLE) ? stretch() : 0;
        for (int rate : rates) {
            all += has(Part.STEADY) ? rate * seconds : 0;
        }
        all += has(Part.JOIN) ? changeEvents() : 0;
        all += has(Part.SCALE) ? 2 * changeEvents() : 0;
        return new BenchPlan(all, 0, 0, 1, hosts, accounts, records, seed);
    }
}

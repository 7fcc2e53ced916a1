package net.atrelay.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/// What was measured.
///
/// @param seconds of all rounds
/// @param relay processor time of the relay in all rounds
/// @param shares of the relay's Java threads' time, by stage
/// @param floor over as many frames as were sampled for it
/// @param crowdedFloor the same with all cores at it at once
/// @param course at three tenths of the throughput
/// @param writtenBytes that went to the disk in all rounds
/// @param use of the disk by the events
record BenchResult(
        BenchPlan plan,
        Machine machine,
        double seconds,
        CpuTimes relay,
        Map<Stage, Double> shares,
        Floor.Cost floor,
        Floor.Cost crowdedFloor,
        Course course,
        CatchUp catchUp,
        long writtenBytes,
        DiskUse use) {
    private static final double MICRO = 1_000;

    /// Mean length of a frame.
    long frameBytes() {
        return floor.frameBytes() / Math.max(1, floor.frames());
    }

    double eventsPerSecond() {
        return events() / seconds;
    }

    int events() {
        return plan.rounds() * plan.roundEvents();
    }

    /// Processor time of the relay for one event.
    double micros() {
        return relay.relayNanos() / MICRO / events();
    }

    double micros(Workers group) {
        return relay.of(group) / MICRO / events();
    }

    /// Processor time for one event in a stage, by its share of the samples.
    double micros(Stage stage) {
        double javaNanos = 0;
        for (Workers group : Workers.values()) {
            javaNanos += isSampled(group) ? relay.of(group) : 0;
        }
        return javaNanos * shares.getOrDefault(stage, 0.0) / MICRO / events();
    }

    double floorMicros() {
        return floorMicros(floor.nanos());
    }

    double crowdedFloorMicros() {
        return crowdedFloor.nanos() / MICRO / Math.max(1, crowdedFloor.frames());
    }

    double floorMicros(long nanos) {
        return nanos / MICRO / Math.max(1, floor.frames());
    }

    /// How many times the floor the relay costs.
    double ratio() {
        return micros() / floorMicros();
    }

    /// The same once the JIT compiler has done its work, as in a relay that has run for a while.
    double ratioWithoutCompiler() {
        return (micros() - micros(Workers.COMPILER)) / floorMicros();
    }

    /// The part of the floor that a stage stands for; nothing for most.
    double floorMicros(Stage stage) {
        return switch (stage) {
            case DECODE -> floorMicros(floor.decodeNanos());
            case HASH -> floorMicros(floor.hashNanos());
            case SIGNATURE -> floorMicros(floor.signatureNanos());
            case TREE -> floorMicros(floor.inversionNanos());
            case HOST_SOCKETS, COLLECTIONS, FOLD, SHARDS, BATCH, DATABASE, TAIL, STREAM, OTHER -> 0;
        };
    }

    /// Whether a group's time is told by stages.
    static boolean isSampled(Workers group) {
        return switch (group) {
            case HOST_LOOPS, SHARDS, APPENDER, ENCODER, CONSUMER_LOOPS -> true;
            case DATABASE, COLLECTOR, COMPILER, PROFILER, OTHERS -> false;
        };
    }

    /// Bytes written to the disk for each byte of the frames.
    double writeAmplification() {
        return (double) writtenBytes / events() / frameBytes();
    }

    /// For machines: all numbers, by names that stay.
    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("machine", machine);
        values.put("plan", plan);
        values.put("frameBytes", frameBytes());
        values.put("seconds", seconds);
        values.put("eventsPerSecond", eventsPerSecond());
        values.put("cpuMicrosPerEvent", micros());
        values.put("floorMicrosPerEvent", floorMicros());
        values.put("crowdedFloorMicrosPerEvent", crowdedFloorMicros());
        values.put("ratio", ratio());
        values.put("ratioWithoutCompiler", ratioWithoutCompiler());
        Map<String, Double> groups = new LinkedHashMap<>();
        for (Workers group : Workers.values()) {
            groups.put(group.name(), micros(group));
        }
        values.put("cpuMicrosPerEventByThreads", groups);
        Map<String, Double> stages = new LinkedHashMap<>();
        Map<String, Double> floors = new LinkedHashMap<>();
        for (Stage stage : Stage.values()) {
            stages.put(stage.name(), micros(stage));
            if (floorMicros(stage) > 0) {
                floors.put(stage.name(), floorMicros(stage));
            }
        }
        values.put("cpuMicrosPerEventByStage", stages);
        values.put("floorMicrosPerEventByStage", floors);
        values.put("steady", course);
        values.put("catchUp", catchUp);
        values.put("catchUpRatio", catchUp.ratio());
        values.put("disk", use);
        values.put("writeAmplification", writeAmplification());
        return values;
    }
}

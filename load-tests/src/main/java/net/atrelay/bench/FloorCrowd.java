package net.atrelay.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// The floor with a thread for each core, all at work at once. Processor time costs more then: cores share memory, the
/// last cache and, on most rented machines, their execution units. So this is what a relay on all cores could come to.
final class FloorCrowd {
    private final List<Floor> floors = new ArrayList<>();

    FloorCrowd() {
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            floors.add(new Floor());
        }
    }

    /// Each thread takes all frames, from a place of its own on.
    Floor.Cost measure(List<SignedFrame> frames) {
        List<CompletableFuture<Floor.Cost>> costs = new ArrayList<>();
        for (int i = 0; i < floors.size(); i++) {
            Floor floor = floors.get(i);
            List<SignedFrame> mine = turned(frames, i * frames.size() / floors.size());
            costs.add(CompletableFuture.supplyAsync(
                    () -> floor.measure(mine), task -> Thread.ofPlatform().start(task)));
        }
        return costs.stream().map(CompletableFuture::join).reduce(Floor.Cost.NONE, Floor.Cost::plus);
    }

    private static List<SignedFrame> turned(List<SignedFrame> frames, int by) {
        List<SignedFrame> turned = new ArrayList<>(frames.subList(by, frames.size()));
        turned.addAll(frames.subList(0, by));
        return turned;
    }
}

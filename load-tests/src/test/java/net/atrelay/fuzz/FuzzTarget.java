package net.atrelay.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/// A reader of bytes, and what must hold of it whatever they are.
///
/// @param name for the command line and folders
/// @param seeds inputs to begin with, most of them sound
/// @param allocationBase bytes that the property may allocate for any input, however short
/// @param allocationMax bytes that it may allocate beside for each byte of the input
/// @param property what must hold
public record FuzzTarget(String name, List<byte[]> seeds, int allocationBase, int allocationMax, Property property) {
    private static final int ALLOCATION_BASE = 256 << 10;
    private static final int ALLOCATION_MAX = 400;
    private static final int LENGTH_MAX = 4_096;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /// Holds for every input.
    @FunctionalInterface
    public interface Property {
        /// Returns if it holds; throws anything at all if it does not.
        void check(byte[] input) throws Exception;
    }

    /// A target with the usual bound on what it allocates.
    public FuzzTarget(String name, List<byte[]> seeds, Property property) {
        this(name, seeds, ALLOCATION_MAX, property);
    }

    public FuzzTarget(String name, List<byte[]> seeds, int allocationMax, Property property) {
        this(name, seeds, ALLOCATION_BASE, allocationMax, property);
    }

    /// Longest input that is tried.
    int lengthMax() {
        return seeds.stream().mapToInt(seed -> 2 * seed.length).reduce(LENGTH_MAX, Math::max);
    }

    /// Checks the property, and that it did not allocate more than the input's length allows.
    public void check(byte[] input) throws Exception {
        long limit = allocationBase + (long) allocationMax * input.length;
        // The first check of its kind may load classes and fill caches.
        if (allocatedBy(input) > limit) {
            long allocated = allocatedBy(input);
            if (allocated > limit) {
                throw new AssertionError(
                        "allocated: " + allocated + " bytes for " + input.length + " (expected: <= " + limit + ")");
            }
        }
    }

    private long allocatedBy(byte[] input) throws Exception {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        property.check(input.clone());
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    @Override
    public String toString() {
        return name;
    }
}

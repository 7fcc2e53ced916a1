package net.atrelay.sim.host;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A host's numbered frames in memory: what it has announced, and behind that what it will announce when released.
///
/// The newest frames are kept, at least `BACKLOG_FRAMES_MAX` of them.
///
/// Frames have a place (0, 1, 2 …) in the log and a sequence number with gaps. Safe for all threads; each call is
/// short.
final class HostLog {

    private static final int BACKLOG_FRAMES_MAX = 200_000;

    private SimHost.@Nullable Announced[] frames = new SimHost.@Nullable Announced[1024];
    private long[] seqs = new long[1024];
    private final Map<Integer, Runnable> beforePublishing = new HashMap<>();
    private int size;
    private int published;
    private int forgotten;
    private long lastSeq;

    HostLog(long lastSeq) {
        this.lastSeq = lastSeq;
    }

    synchronized long nextSeq() {
        return lastSeq + 1;
    }

    synchronized void append(SimHost.Announced announced, @Nullable Runnable before) {
        long seq = announced.hostSeq();
        if (seq <= lastSeq) {
            throw new IllegalArgumentException("seq: " + seq + " (expected: above " + lastSeq + ")");
        }
        if (size == frames.length) {
            frames = Arrays.copyOf(frames, size * 2);
            seqs = Arrays.copyOf(seqs, size * 2);
        }
        if (before != null) {
            beforePublishing.put(size, before);
        }
        frames[size] = announced;
        seqs[size++] = seq;
        lastSeq = seq;
    }

    /// Publishes up to `count` more frames, doing first what each waits for; returns how many there were.
    int publish(int count) {
        int until = publishUntil(count);
        int from = published();
        for (int place = from; place < until; place++) {
            Runnable before = takeBefore(place);
            if (before != null) {
                setPublished(place);
                before.run();
            }
        }
        setPublished(until);
        return until - from;
    }

    private synchronized int publishUntil(int count) {
        return (int) Math.min(size, (long) published + count);
    }

    private synchronized @Nullable Runnable takeBefore(int place) {
        return beforePublishing.remove(place);
    }

    private synchronized void setPublished(int until) {
        published = until;
        if (published - forgotten > 2 * BACKLOG_FRAMES_MAX) {
            forgetAllBut(BACKLOG_FRAMES_MAX);
        }
    }

    synchronized int published() {
        return published;
    }

    synchronized int unpublished() {
        return size - published;
    }

    /// The frame at a place; null when it is forgotten or not published.
    synchronized byte @Nullable [] frame(int place) {
        SimHost.Announced announced = place < published ? frames[place] : null;
        return announced == null ? null : announced.frame();
    }

    /// The first place with a frame whose seq is above `cursor`.
    synchronized int placeAfter(long cursor) {
        int found = Arrays.binarySearch(seqs, forgotten, published, cursor);
        return found >= 0 ? found + 1 : -found - 1;
    }

    synchronized long publishedSeq() {
        return published == 0 ? lastSeqBefore() : seqs[published - 1];
    }

    private long lastSeqBefore() {
        return size == 0 ? lastSeq : seqs[0] - 1;
    }

    /// Whether frames above `cursor` are gone.
    synchronized boolean misses(long cursor) {
        return forgotten > 0 && cursor < seqs[forgotten - 1];
    }

    /// Drops all but the newest `kept` published frames.
    synchronized void forgetAllBut(int kept) {
        int until = Math.max(forgotten, published - kept);
        Arrays.fill(frames, forgotten, until, null);
        forgotten = until;
    }

    /// Loses everything and counts on from another number, as a host restored from a backup does.
    synchronized void reset(long seq) {
        Arrays.fill(frames, 0, size, null);
        size = 0;
        published = 0;
        forgotten = 0;
        lastSeq = seq;
        beforePublishing.clear();
    }
}

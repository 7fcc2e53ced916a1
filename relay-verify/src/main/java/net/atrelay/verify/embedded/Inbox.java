package net.atrelay.verify.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The hand-over to one shard: any thread offers, the shard's thread takes all there is at once.
///
/// Not bounded in itself: ingest bounds the frames in flight, and answers are one for each request.
final class Inbox {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private List<Mail> filling = new ArrayList<>();
    private List<Mail> spare = new ArrayList<>();
    private boolean takerWaits;
    private long fillingBytes;
    private volatile boolean hasMail;
    private volatile int frames;
    private volatile long bytes;

    void offer(Mail mail) {
        lock.lock();
        try {
            filling.add(mail);
            hasMail = true;
            if (mail instanceof Mail.FrameArrived(var raw)) {
                frames = frames + 1;
                fillingBytes += raw.bytes().length;
                bytes = fillingBytes;
            }
            if (takerWaits) {
                filled.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Puts all there is into the turns; waits for something only while they are empty.
    void takeAll(Turns turns) throws InterruptedException {
        if (!hasMail && !turns.isEmpty()) {
            return;
        }
        for (Mail mail : take(turns)) {
            turns.add(mail);
        }
    }

    /// The list is good until the next call.
    private List<Mail> take(Turns turns) throws InterruptedException {
        lock.lock();
        try {
            spare.clear();
            takerWaits = true;
            while (filling.isEmpty() && turns.isEmpty()) {
                filled.await();
            }
            takerWaits = false;
            List<Mail> taken = filling;
            filling = spare;
            spare = taken;
            hasMail = false;
            frames = 0;
            fillingBytes = 0;
            bytes = 0;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /// Whether there is nothing to be taken. Any thread.
    boolean isEmpty() {
        return !hasMail;
    }

    /// Frames not yet taken. Any thread.
    int frames() {
        return frames;
    }

    /// Their bytes. Any thread.
    long bytes() {
        return bytes;
    }
}

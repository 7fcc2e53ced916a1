package net.atrelay.fanout.websocket;

import io.netty.channel.EventLoop;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import net.atrelay.fanout.websocket.LogReaders.Reading;
import net.atrelay.store.Invariant;
import net.atrelay.store.log.LogReader;
import org.jspecify.annotations.Nullable;

/// One consumer's way through the log: at most one read at a time, asked for on its event loop, done on a
/// reader thread, answered on its event loop.
///
/// Owned by the consumer's event loop, but for `reader`: that belongs to whoever runs, the read or the
/// loop; each hands it to the other with the task it posts.
final class LogReplay {
    private final LogReaders readers;
    private final EventLoop loop;
    private final Consumer<Portion> onPortion;
    private @Nullable LogReader reader;
    private boolean isBusy;
    private @Nullable Runnable whenClosed;
    /// Set by the loop; volatile so that a read that waits for its thread is not done in vain.
    private volatile boolean isUnwanted;

    LogReplay(LogReaders readers, EventLoop loop, Consumer<Portion> onPortion) {
        this.readers = readers;
        this.loop = loop;
        this.onPortion = onPortion;
    }

    boolean isBusy() {
        return isBusy;
    }

    /// Asks for a chunk from `seq` on, which must follow the last one unless the reader was given back.
    void read(long seq) {
        Invariant.check(!isBusy && whenClosed == null, "replay: busy or closed (expected: one read at a time)");
        isBusy = readers.execute(() -> onReaderThread(seq));
    }

    /// Gives back what the reader holds; the next read looks up its place anew.
    void giveBack() {
        if (!isBusy && reader != null) {
            isBusy = readers.execute(() -> {
                reader = readers.close(reader);
                answer(new Portion.Dropped());
            });
        }
    }

    /// Ends it: nothing is answered any more.
    ///
    /// @param then run on the loop once no reader is held
    void close(Runnable then) {
        whenClosed = then;
        isUnwanted = true;
        if (!isBusy) {
            finish();
        }
    }

    private void onReaderThread(long seq) {
        if (isUnwanted) {
            reader = readers.close(reader);
            answer(new Portion.Dropped());
            return;
        }
        Reading reading = readers.read(reader, seq);
        reader = reading.reader();
        answer(reading.portion());
    }

    private void answer(Portion portion) {
        try {
            loop.execute(() -> onAnswer(portion));
        } catch (RejectedExecutionException e) {
            portion.drop(); // the loop has ended, and every socket of it
            reader = readers.close(reader);
        }
    }

    private void onAnswer(Portion portion) {
        isBusy = false;
        if (whenClosed == null) {
            onPortion.accept(portion);
        } else {
            portion.drop();
            finish();
        }
    }

    private void finish() {
        Runnable then = whenClosed;
        giveBack();
        if (!isBusy && then != null) {
            whenClosed = () -> {};
            then.run();
        }
    }
}

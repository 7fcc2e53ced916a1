package net.atrelay.store.rocks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import net.atrelay.store.StoreOpenException;
import net.atrelay.store.StoreOpenException.Reason;
import org.jspecify.annotations.Nullable;

/// The high-water mark of public seqs, kept beside the database so that a lost or older database is noticed.
///
/// The file says `BELOW AHEAD`: only seqs below BELOW may have been given, and at the time of writing the next one
/// was BELOW - AHEAD. So a database whose next seq is lower than BELOW - AHEAD has lost seqs that consumers have
/// seen. The mark moves in strides ahead of use; a clean close makes it exact. Owned by the appender thread once
/// the store is open.
final class SeqMark {
    private final Path file;
    private final long strideEvents;
    private long below;
    private long certain;
    private boolean isPresent;

    private SeqMark(Path file, long strideEvents) {
        this.file = file;
        this.strideEvents = strideEvents;
    }

    static SeqMark open(Path file, long strideEvents) {
        SeqMark mark = new SeqMark(file, strideEvents);
        try {
            mark.take(DurableFile.read(file));
        } catch (IOException e) {
            throw new StoreOpenException(Reason.UNWRITABLE, file + ": cannot be read (" + e + ")", e);
        }
        return mark;
    }

    /// No seq from here on has been given; null when there is no mark.
    @Nullable
    Long below() {
        return isPresent ? below : null;
    }

    /// All seqs below this one have been given for certain; null when there is no mark.
    @Nullable
    Long certain() {
        return isPresent ? certain : null;
    }

    /// Makes sure that the mark stands above seqs `first` to `next - 1` before they are given.
    void allow(long first, long next) {
        if (!isPresent || next > below) {
            write(Math.max(first + strideEvents, next), first);
        }
    }

    /// At a clean close: exactly the seqs below `next` have been given.
    void settle(long next) {
        write(next, next);
    }

    private void write(long newBelow, long newCertain) {
        String text = newBelow + " " + (newBelow - newCertain) + "\n";
        try {
            DurableFile.write(file, text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException("seq mark not written: " + file, e);
        }
        below = newBelow;
        certain = newCertain;
        isPresent = true;
    }

    private void take(@Nullable String text) {
        if (text == null) {
            return;
        }
        String[] numbers = text.strip().split(" ", -1);
        try {
            below = Long.parseLong(numbers[0]);
            certain = below - Long.parseLong(numbers[1]);
            isPresent = true;
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new StoreOpenException(Reason.CORRUPT, file + ": damaged (expected: two numbers)", e);
        }
    }
}

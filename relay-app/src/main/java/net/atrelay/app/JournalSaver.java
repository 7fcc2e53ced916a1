package net.atrelay.app;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import net.atrelay.store.Repeating;
import net.atrelay.store.host.HostJournal;
import net.atrelay.store.host.HostJournals;
import net.atrelay.store.host.JournalTable;

/// Stores journals that changed now and then, in a node that reads no hosts but sees their faults. Owned by its
/// timer's thread, but for the last time, at the end.
final class JournalSaver implements AutoCloseable {
    private final HostJournals journals;
    private final JournalTable table;
    private final Repeating timer = new Repeating("relay-verify-journals");

    /// @param onFatal told of a fault that ends it
    JournalSaver(HostJournals journals, JournalTable table, Duration every, Consumer<Throwable> onFatal) {
        this.journals = journals;
        this.table = table;
        timer.start(every, this::save, onFatal);
    }

    @Override
    public void close() {
        timer.close();
        save();
    }

    private void save() {
        List<HostJournal> unsaved = journals.takeUnsaved();
        if (!unsaved.isEmpty()) {
            table.put(unsaved);
        }
    }
}

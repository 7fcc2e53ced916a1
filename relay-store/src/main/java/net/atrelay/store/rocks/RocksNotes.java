package net.atrelay.store.rocks;

import net.atrelay.store.log.Followed;
import net.atrelay.store.log.LogBatch;
import net.atrelay.store.log.Note;

/// Takes notes of other processes into the tables that they are about. Each table writes them beside the batch, before
/// the place behind them is written: a crash in between has them read and written once more. Owned by the appender
/// thread.
final class RocksNotes {
    private final RocksRules rules;
    private final RocksJournals journals;
    private final RocksAudit audit;
    private final RocksActivities activities;

    RocksNotes(RocksRules rules, RocksJournals journals, RocksAudit audit, RocksActivities activities) {
        this.rules = rules;
        this.journals = journals;
        this.audit = audit;
        this.activities = activities;
    }

    void take(LogBatch work) {
        for (Followed followed : work.followed()) {
            followed.notes().forEach(this::take);
        }
    }

    private void take(Note note) {
        switch (note) {
            case Note.Rule(var rule) -> rules.follow(rule);
            case Note.Audit(var entry) -> audit.follow(entry);
            case Note.Activity(var activity) -> activities.put(activity);
            case Note.Journal(var journal, var writer) -> journals.put(journal, writer);
            case Note.Answer _ -> {
                // For whoever waits for it; nobody asks later.
            }
        }
    }
}

package net.atrelay.app;

import java.util.function.Consumer;
import net.atrelay.store.host.CrawlRuleTable;
import net.atrelay.store.host.HostJournals;
import net.atrelay.store.host.JournalTable;
import net.atrelay.store.host.tier.TiersInForce;
import net.atrelay.store.log.Followed;
import net.atrelay.store.log.Note;

/// Keeps in memory, in a node that reads no hosts, what other nodes have told of them: the tiers that hold, and the
/// faults that are to be weighed. Called on the appender's thread once the tables have it.
///
/// @param journals takes what all nodes have seen of a host, in the place of what it has
record FollowedRules(CrawlRuleTable rules, JournalTable stored, TiersInForce tiers, HostJournals journals)
        implements Consumer<Followed> {
    @Override
    public void accept(Followed taken) {
        for (Note note : taken.notes()) {
            switch (note) {
                case Note.Rule _ -> refresh();
                case Note.Journal told ->
                    journals.replace(stored.all(told.journal().hostname()));
                case Note.Audit _, Note.Activity _, Note.Answer _ -> {}
            }
        }
    }

    /// Takes the tiers that the table says. Blocks.
    void refresh() {
        tiers.take(rules.settings().tiers(), rules.accountLimits());
    }
}

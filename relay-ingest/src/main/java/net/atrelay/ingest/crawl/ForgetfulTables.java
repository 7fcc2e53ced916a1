package net.atrelay.ingest.crawl;

import java.util.List;
import java.util.Map;
import net.atrelay.store.host.Bans;
import net.atrelay.store.host.CrawlRuleTable;
import net.atrelay.store.host.CrawlSettings;
import net.atrelay.store.host.HostBan;
import net.atrelay.store.host.HostJournal;
import net.atrelay.store.host.JournalTable;
import org.jspecify.annotations.Nullable;

/// Rules and journals that nobody keeps: what is put here lives in ingest's own memory and ends with the process.
/// Any thread.
final class ForgetfulTables implements CrawlRuleTable, JournalTable {
    @Override
    public Bans bans() {
        return Bans.NONE;
    }

    @Override
    public void ban(HostBan ban) {}

    @Override
    public void lift(String name, HostBan.Scope scope) {}

    @Override
    public CrawlSettings settings() {
        return CrawlSettings.AS_CONFIGURED;
    }

    @Override
    public void put(CrawlSettings settings) {}

    @Override
    public Map<String, Long> accountLimits() {
        return Map.of();
    }

    @Override
    public void putAccountLimit(String hostname, @Nullable Long accountsMax) {}

    @Override
    public @Nullable HostJournal find(String hostname) {
        return null;
    }

    @Override
    public void put(List<HostJournal> journals) {}
}

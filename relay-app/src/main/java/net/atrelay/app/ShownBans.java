package net.atrelay.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.atrelay.store.host.Bans;
import net.atrelay.store.host.CrawlRuleTable;
import net.atrelay.store.host.HostBan;
import net.atrelay.store.host.HostBan.Scope;
import org.jspecify.annotations.Nullable;

/// Bans in force, as a node shows them that reads no hosts itself: those of the rules, and those of the configuration,
/// which it has in common with the nodes that do. Any thread.
final class ShownBans {
    private final CrawlRuleTable rules;
    private final Bans configured;

    ShownBans(CrawlRuleTable rules, Set<String> configuredDomains) {
        this.rules = rules;
        configured = Bans.of(configuredDomains.stream()
                .map(domain -> new HostBan(domain, Scope.DOMAIN, 0, "configured"))
                .toList());
    }

    /// The ban that covers a host; null for none.
    @Nullable
    HostBan covering(String hostname) {
        HostBan ban = configured.covering(hostname);
        return ban == null ? rules.bans().covering(hostname) : ban;
    }

    List<HostBan> list(Scope scope) {
        List<HostBan> bans = new ArrayList<>(configured.list(scope));
        bans.addAll(rules.bans().list(scope));
        return bans;
    }
}

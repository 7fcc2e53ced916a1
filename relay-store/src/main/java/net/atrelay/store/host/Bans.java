package net.atrelay.store.host;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All bans that hold at one moment. Immutable.
public final class Bans {
    public static final Bans NONE = new Bans(Map.of(), Map.of());

    private final Map<String, HostBan> hosts;
    private final Map<String, HostBan> domains;

    private Bans(Map<String, HostBan> hosts, Map<String, HostBan> domains) {
        this.hosts = hosts;
        this.domains = domains;
    }

    public static Bans of(Collection<HostBan> bans) {
        Bans all = NONE;
        for (HostBan ban : bans) {
            all = all.with(ban);
        }
        return all;
    }

    /// The ban that covers a host, its own before one of a domain; null for none.
    public @Nullable HostBan covering(String hostname) {
        HostBan own = hosts.get(hostname);
        if (own != null) {
            return own;
        }
        int colon = hostname.indexOf(':');
        String name = colon < 0 ? hostname : hostname.substring(0, colon);
        while (true) {
            HostBan ban = domains.get(name);
            int dot = name.indexOf('.');
            if (ban != null || dot < 0) {
                return ban;
            }
            name = name.substring(dot + 1);
        }
    }

    public Bans with(HostBan ban) {
        Map<String, HostBan> changed = new HashMap<>(ofScope(ban.scope()));
        changed.put(ban.name(), ban);
        return replacing(ban.scope(), changed);
    }

    public Bans without(String name, HostBan.Scope scope) {
        Map<String, HostBan> changed = new HashMap<>(ofScope(scope));
        changed.remove(name);
        return replacing(scope, changed);
    }

    /// In no order.
    public List<HostBan> list(HostBan.Scope scope) {
        return new ArrayList<>(ofScope(scope).values());
    }

    private Map<String, HostBan> ofScope(HostBan.Scope scope) {
        return scope == HostBan.Scope.HOST ? hosts : domains;
    }

    private Bans replacing(HostBan.Scope scope, Map<String, HostBan> changed) {
        return scope == HostBan.Scope.HOST ? new Bans(changed, domains) : new Bans(hosts, changed);
    }
}

package net.atrelay.fanout.admin;

import java.util.HashMap;
import java.util.Map;
import net.atrelay.fanout.admin.token.AdminScope;
import org.jspecify.annotations.Nullable;

/// What operators may ask for, each at its path; the name is a metric label. Those under `pds`, `subs`, `repo` and
/// `consumers/list` are the reference relay's (protocol reference §7.7); the others are this relay's own.
public enum AdminRoute {
    LIST_HOSTS("GET", "pds/list", AdminScope.READ),
    ADD_HOST("POST", "pds/requestCrawl", AdminScope.HOSTS),
    CHANGE_LIMITS("POST", "pds/changeLimits", AdminScope.HOSTS),
    BLOCK_HOST("POST", "pds/block", AdminScope.HOSTS),
    UNBLOCK_HOST("POST", "pds/unblock", AdminScope.HOSTS),
    LIST_CONNECTED("GET", "subs/getUpstreamConns", AdminScope.READ),
    KILL_UPSTREAM("POST", "subs/killUpstream", AdminScope.HOSTS),
    GET_ENABLED("GET", "subs/getEnabled", AdminScope.READ),
    SET_ENABLED("POST", "subs/setEnabled", AdminScope.HOSTS),
    GET_PER_DAY_LIMIT("GET", "subs/perDayLimit", AdminScope.READ),
    SET_PER_DAY_LIMIT("POST", "subs/setPerDayLimit", AdminScope.HOSTS),
    LIST_DOMAIN_BANS("GET", "subs/listDomainBans", AdminScope.READ),
    BAN_DOMAIN("POST", "subs/banDomain", AdminScope.HOSTS),
    UNBAN_DOMAIN("POST", "subs/unbanDomain", AdminScope.HOSTS),
    LIST_TAKEDOWNS("GET", "repo/takedowns", AdminScope.READ),
    TAKE_DOWN("POST", "repo/takeDown", AdminScope.ACCOUNTS),
    REVERSE_TAKEDOWN("POST", "repo/reverseTakedown", AdminScope.ACCOUNTS),
    LIST_CONSUMERS("GET", "consumers/list", AdminScope.READ),

    GET_HOST("GET", "host", AdminScope.READ),
    GET_JOURNAL("GET", "host/journal", AdminScope.READ),
    LIST_BANS("GET", "host/bans", AdminScope.READ),
    RESET_CURSOR("POST", "host/resetCursor", AdminScope.HOSTS),
    GET_ACCOUNT("GET", "account", AdminScope.READ),
    GET_TIERS("GET", "tiers", AdminScope.READ),
    SET_TIERS("POST", "tiers/replace", AdminScope.HOSTS),
    DISCONNECT_CONSUMER("POST", "consumers/disconnect", AdminScope.CONSUMERS),
    LIST_AUDIT("GET", "audit", AdminScope.READ);

    /// What all paths begin with.
    public static final String PREFIX = "/admin/";

    private static final Map<String, AdminRoute> BY_PATH = new HashMap<>();

    static {
        for (AdminRoute route : values()) {
            BY_PATH.put(PREFIX + route.action, route);
        }
    }

    private final String method;
    private final String action;
    private final AdminScope scope;

    AdminRoute(String method, String action, AdminScope scope) {
        this.method = method;
        this.action = action;
        this.scope = scope;
    }

    /// The route at this path, which is compared as it came; null for none.
    public static @Nullable AdminRoute at(String path) {
        return BY_PATH.get(path);
    }

    /// The methods, as the header `Allow` has them.
    public String allow() {
        return isRead() ? "GET, HEAD" : method;
    }

    public boolean allows(String given) {
        return given.equals(method) || isRead() && given.equals("HEAD");
    }

    /// Whether it changes nothing.
    public boolean isRead() {
        return method.equals("GET");
    }

    /// The path without what all begin with.
    String action() {
        return action;
    }

    AdminScope scope() {
        return scope;
    }
}

package net.atrelay.fanout.admin;

import java.util.Locale;
import net.atrelay.fanout.query.Arguments;
import net.atrelay.fanout.query.CrawlQuery;
import net.atrelay.store.bus.CrawlAnswer;
import net.atrelay.store.control.HostControls;
import net.atrelay.store.control.HostStanding;
import net.atrelay.store.host.HostBan;
import net.atrelay.store.host.tier.HostTier;
import org.jspecify.annotations.Nullable;

/// Changes of single hosts. Stateless.
final class HostChanges {
    private static final String HOST = "host";
    private static final String REPO_LIMIT = "repo_limit";
    /// Largest seq that consumers of JSON read exactly.
    private static final long SEQ_MAX = (1L << 53) - 1;

    private final HostControls hosts;

    HostChanges(HostControls hosts) {
        this.hosts = hosts;
    }

    /// `pds/requestCrawl`, body `{"hostname", "probe"?}`: not counted, and probed only where that is wanted; bans hold.
    Change add(AdminCall call) {
        RequestBody body = RequestBody.of(call);
        String written = body.text("hostname");
        boolean isProbed = body.flag("probe");
        return new Change(
                written, () -> switch (Change.await(isProbed ? hosts.addProbed(written) : hosts.add(written))) {
                    case CrawlAnswer.Accepted accepted -> new Change.Done(null, accepted.hostname());
                    case CrawlAnswer.Refused refused -> throw new AdminRefusal(CrawlQuery.refusalOf(refused));
                });
    }

    /// `pds/block?host=`: a host that is not known yet is banned all the same.
    Change block(AdminCall call) {
        String host = hostIn(call.arguments());
        return new Change(host, () -> {
            String before = statusOf(host);
            hosts.ban(host);
            return new Change.Done(before, "banned");
        });
    }

    /// `pds/unblock?host=`.
    Change unblock(AdminCall call) {
        String host = hostIn(call.arguments());
        return new Change(host, () -> {
            HostBan ban = hosts.banOf(host);
            if (ban != null && ban.scope() == HostBan.Scope.DOMAIN) {
                throw AdminRefusal.badRequest("host: banned by the ban of the domain " + ban.name());
            }
            if (ban == null) {
                known(host);
            }
            String before = statusOf(host);
            hosts.unban(host);
            return new Change.Done(before, statusOf(host));
        });
    }

    /// `subs/killUpstream?host=&block=`: closes the socket, and bans the host where that is wanted.
    Change kill(AdminCall call) {
        String host = hostIn(call.arguments());
        boolean bans = "true".equalsIgnoreCase(call.arguments().text("block"));
        return new Change(host, () -> {
            HostStanding standing = known(host);
            if (bans) {
                hosts.ban(host);
                return new Change.Done(word(standing), "banned");
            }
            if (!hosts.disconnect(host)) {
                throw AdminRefusal.badRequest("host: no open connection to this host");
            }
            return new Change.Done("connected", "disconnected");
        });
    }

    /// `pds/changeLimits`, body `{"host", "repo_limit"}`: null leaves the limit to the host's tier again.
    Change changeLimits(AdminCall call) {
        RequestBody body = RequestBody.of(call);
        String host = Parameters.host(hosts, HOST, body.text(HOST));
        Long limit = body.numberOrNull(REPO_LIMIT, 1, HostTier.LIMIT_MAX);
        return new Change(host, () -> {
            HostStanding before = known(host);
            Change.await(hosts.setAccountsMax(host, limit));
            return new Change.Done(
                    "accounts=" + before.accountsMax(),
                    "accounts=" + known(host).accountsMax());
        });
    }

    /// `host/resetCursor`, body `{"host", "cursor"}`: null goes on at the host's tip.
    Change resetCursor(AdminCall call) {
        RequestBody body = RequestBody.of(call);
        String host = Parameters.host(hosts, HOST, body.text(HOST));
        Long cursor = body.numberOrNull("cursor", 0, SEQ_MAX);
        return new Change(host, () -> {
            known(host);
            if (!Change.await(hosts.resetCursor(host, cursor))) {
                throw AdminRefusal.unknownHost();
            }
            return new Change.Done(null, "cursor=" + (cursor == null ? "tip" : cursor));
        });
    }

    private String hostIn(Arguments arguments) {
        return Parameters.host(hosts, HOST, arguments.text(HOST));
    }

    private HostStanding known(String host) {
        HostStanding standing = hosts.standing(host);
        if (standing == null) {
            throw AdminRefusal.unknownHost();
        }
        return standing;
    }

    private @Nullable String statusOf(String host) {
        HostStanding standing = hosts.standing(host);
        if (hosts.banOf(host) != null) {
            return "banned";
        }
        return standing == null ? null : word(standing);
    }

    private static String word(HostStanding standing) {
        return standing.status().name().toLowerCase(Locale.ROOT);
    }
}

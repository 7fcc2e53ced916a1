package net.atrelay.app;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import net.atrelay.atproto.host.DevMode;
import net.atrelay.atproto.host.Hostname;
import net.atrelay.store.bus.CrawlAnswer;
import net.atrelay.store.control.HostControls;
import net.atrelay.store.control.HostStanding;
import net.atrelay.store.host.ActivityTable;
import net.atrelay.store.host.CrawlRule;
import net.atrelay.store.host.HostActivity;
import net.atrelay.store.host.HostBan;
import net.atrelay.store.host.HostBan.Scope;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.host.HostTable;
import net.atrelay.store.host.tier.Tiers;
import net.atrelay.store.host.tier.TiersInForce;
import net.atrelay.store.kafka.ClusterAdmin;
import net.atrelay.store.log.WishAnswer;
import net.atrelay.verify.embedded.HostLimits;
import org.jspecify.annotations.Nullable;

/// Hosts as operators see and change them at a node of a cluster that reads none: bans and limits are rules for all
/// nodes, the rest is asked of the node that reads the host. Any thread that may block.
///
/// @param hosts as they are shown
/// @param activities what the nodes that read hosts say of them
/// @param development whether hosts on this machine are let through
record ClusterHosts(
        ClusterAdmin cluster,
        ShownBans shownBans,
        HostTable hosts,
        ActivityTable activities,
        TiersInForce tiers,
        HostLimits limits,
        boolean development)
        implements HostControls {
    private static final int PAGE = 500;

    @Override
    public @Nullable String nameOf(String written) {
        return switch (Hostname.parse(written, development ? DevMode.ON : DevMode.OFF)) {
            case Hostname.Ok host -> host.authority();
            case Hostname.Refused _ -> null;
        };
    }

    @Override
    public CompletionStage<CrawlAnswer> add(String written) {
        return CompletableFuture.completedStage(invite(written, false));
    }

    @Override
    public CompletionStage<CrawlAnswer> addProbed(String written) {
        return CompletableFuture.completedStage(invite(written, true));
    }

    private CrawlAnswer invite(String written, boolean probed) {
        String hostname = nameOf(written);
        if (hostname == null) {
            return CrawlAnswer.Refused.NOT_A_HOST;
        }
        return switch (cluster.invite(hostname, probed)) {
            case WishAnswer.Refused(var why) -> why;
            case WishAnswer.Done _, WishAnswer.NothingThere _ -> new CrawlAnswer.Accepted(hostname);
        };
    }

    @Override
    public void ban(String hostname) {
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        cluster.rules().put(new CrawlRule.Ban(new HostBan(hostname, Scope.HOST, now, ClusterRuleControls.REASON)));
    }

    @Override
    public void unban(String hostname) {
        cluster.rules().put(new CrawlRule.Lift(hostname, Scope.HOST));
    }

    @Override
    public @Nullable HostBan banOf(String hostname) {
        return shownBans.covering(hostname);
    }

    @Override
    public List<HostBan> bans() {
        return shownBans.list(Scope.HOST);
    }

    @Override
    public boolean disconnect(String hostname) {
        return cluster.disconnect(hostname) instanceof WishAnswer.Done;
    }

    @Override
    public CompletionStage<Boolean> resetCursor(String hostname, @Nullable Long cursor) {
        return CompletableFuture.completedStage(cluster.resetCursor(hostname, cursor) instanceof WishAnswer.Done);
    }

    @Override
    public CompletionStage<Void> setAccountsMax(String hostname, @Nullable Long accountsMax) {
        cluster.rules().put(new CrawlRule.AccountLimit(hostname, accountsMax));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public @Nullable HostStanding standing(String hostname) {
        HostRecord host = hosts.find(hostname);
        return host == null ? null : standing(host);
    }

    @Override
    public List<HostStanding> standings() {
        List<HostStanding> standings = new ArrayList<>();
        List<HostRecord> page = hosts.list(null, PAGE);
        while (!page.isEmpty()) {
            page.forEach(host -> standings.add(standing(host)));
            page = hosts.list(page.getLast().hostname(), PAGE);
        }
        return standings;
    }

    private HostStanding standing(HostRecord host) {
        String hostname = host.hostname();
        HostActivity activity = activities.find(hostname);
        Tiers now = tiers.now();
        return new HostStanding(
                hostname,
                host.status(),
                activity.connected(),
                activity.heldBackBy(),
                activity.inFlightBytes(),
                activity.framesRead(),
                activity.failures(),
                activity.nextDialAtMicros(),
                now.of(hostname),
                limits.accountsMax(hostname),
                now.accountLimit(hostname));
    }
}

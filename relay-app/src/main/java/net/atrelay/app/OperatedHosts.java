package net.atrelay.app;

import java.util.List;
import java.util.concurrent.CompletionStage;
import net.atrelay.atproto.host.DevMode;
import net.atrelay.atproto.host.Hostname;
import net.atrelay.ingest.LimitKind;
import net.atrelay.ingest.crawl.HostStreams;
import net.atrelay.ingest.host.HostView;
import net.atrelay.store.bus.CrawlAnswer;
import net.atrelay.store.control.HostControls;
import net.atrelay.store.control.HostStanding;
import net.atrelay.store.host.HostBan;
import net.atrelay.store.host.tier.Tiers;
import net.atrelay.verify.embedded.HostLimits;
import org.jspecify.annotations.Nullable;

/// Hosts as operators see and change them: what ingest says of them, with the account limits that verify holds them
/// to. Any thread that may block.
///
/// @param development whether hosts on this machine are let through
record OperatedHosts(HostStreams streams, HostLimits limits, boolean development) implements HostControls {
    @Override
    public @Nullable String nameOf(String written) {
        return nameOf(written, development);
    }

    /// A host's name in the one form that records and queries have; null when the text is none.
    static @Nullable String nameOf(String written, boolean development) {
        return switch (Hostname.parse(written, development ? DevMode.ON : DevMode.OFF)) {
            case Hostname.Ok host -> host.authority();
            case Hostname.Refused _ -> null;
        };
    }

    @Override
    public CompletionStage<CrawlAnswer> add(String written) {
        return streams.addHost(written);
    }

    @Override
    public CompletionStage<CrawlAnswer> addProbed(String written) {
        return streams.addListed(written);
    }

    @Override
    public void ban(String hostname) {
        require(streams.ban(hostname), hostname);
    }

    @Override
    public void unban(String hostname) {
        streams.unban(hostname);
    }

    @Override
    public @Nullable HostBan banOf(String hostname) {
        return streams.banOf(hostname);
    }

    @Override
    public List<HostBan> bans() {
        return streams.hostBans();
    }

    @Override
    public boolean disconnect(String hostname) {
        return streams.disconnect(hostname);
    }

    @Override
    public CompletionStage<Boolean> resetCursor(String hostname, @Nullable Long cursor) {
        return streams.resetCursor(hostname, cursor);
    }

    @Override
    public CompletionStage<Void> setAccountsMax(String hostname, @Nullable Long accountsMax) {
        return streams.setAccountsMax(hostname, accountsMax);
    }

    @Override
    public @Nullable HostStanding standing(String hostname) {
        HostView view = streams.view(hostname);
        return view == null ? null : standing(view);
    }

    @Override
    public List<HostStanding> standings() {
        return streams.views().stream().map(this::standing).toList();
    }

    private HostStanding standing(HostView view) {
        String hostname = view.hostname();
        LimitKind heldBackBy = view.heldBackBy();
        Tiers tiers = streams.tiers();
        return new HostStanding(
                hostname,
                view.status(),
                view.connected(),
                heldBackBy == null ? null : heldBackBy.name(),
                view.inFlightBytes(),
                view.framesRead(),
                view.failures(),
                view.nextDialAtMicros(),
                tiers.of(hostname),
                limits.accountsMax(hostname),
                tiers.accountLimit(hostname));
    }

    /// Names come from [#nameOf].
    static void require(boolean taken, String name) {
        if (!taken) {
            throw new IllegalArgumentException("name: " + name + " (expected: one that was parsed)");
        }
    }
}

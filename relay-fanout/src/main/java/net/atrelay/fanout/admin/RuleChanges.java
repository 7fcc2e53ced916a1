package net.atrelay.fanout.admin;

import java.util.Objects;
import net.atrelay.fanout.query.Answer;
import net.atrelay.fanout.query.XrpcError;
import net.atrelay.store.control.RuleControls;
import net.atrelay.store.host.HostBan;
import net.atrelay.store.host.tier.TierText;
import org.jspecify.annotations.Nullable;

/// Changes of what holds for many hosts. Stateless.
final class RuleChanges {
    private static final int PER_DAY_MAX = 1_000_000;
    private static final String DOMAIN = "domain";

    private final RuleControls rules;

    RuleChanges(RuleControls rules) {
        this.rules = rules;
    }

    /// `subs/setEnabled?enabled=`.
    Change setEnabled(AdminCall call) {
        Boolean enabled = Parameters.flagOrConfigured(call.arguments(), "enabled");
        return new Change("", () -> {
            boolean before = rules.crawlEnabled();
            Change.await(rules.setCrawlEnabled(enabled));
            return new Change.Done("enabled=" + before, "enabled=" + rules.crawlEnabled());
        });
    }

    /// `subs/setPerDayLimit?limit=`.
    Change setPerDayLimit(AdminCall call) {
        Integer limit = Parameters.numberOrConfigured(call.arguments(), "limit", PER_DAY_MAX);
        return new Change("", () -> {
            int before = rules.newHostsPerDayMax();
            Change.await(rules.setNewHostsPerDayMax(limit));
            return new Change.Done("limit=" + before, "limit=" + rules.newHostsPerDayMax());
        });
    }

    /// `subs/banDomain`, body `{"domain"}`.
    Change banDomain(AdminCall call) {
        String domain = domainIn(call);
        return new Change(domain, () -> {
            HostBan before = banOf(domain);
            rules.banDomain(domain);
            return new Change.Done(before == null ? null : "banned", "banned");
        });
    }

    /// `subs/unbanDomain`, body `{"domain"}`.
    Change unbanDomain(AdminCall call) {
        String domain = domainIn(call);
        return new Change(domain, () -> {
            if (banOf(domain) == null) {
                throw new AdminRefusal(
                        new Answer.Refused(XrpcError.HOST_NOT_FOUND, "there is no ban of such a domain"));
            }
            rules.unbanDomain(domain);
            if (banOf(domain) != null) {
                throw AdminRefusal.badRequest("domain: banned by the configuration, which alone can lift it");
            }
            return new Change.Done("banned", null);
        });
    }

    /// `tiers/replace`, body `{"tiers"}`: null for those of the configuration.
    Change setTiers(AdminCall call) {
        String text = RequestBody.of(call).textOrNull("tiers");
        return new Change("", () -> {
            String before = oneLine();
            String malformed = rules.setTiers(text);
            if (malformed != null) {
                throw AdminRefusal.badRequest(malformed);
            }
            return new Change.Done(before, oneLine());
        });
    }

    private String oneLine() {
        return TierText.write(rules.tiers()).strip().replace("\n", " | ");
    }

    /// The reference relay takes the name of the field in any case; its documents have it in capitals, its tools
    /// not.
    private String domainIn(AdminCall call) {
        RequestBody body = RequestBody.of(call);
        String written = body.text(body.has("Domain") ? "Domain" : DOMAIN);
        String domain = rules.domainOf(written.strip());
        if (domain == null) {
            throw AdminRefusal.badRequest("domain: the name of a domain is expected");
        }
        return domain;
    }

    private @Nullable HostBan banOf(String domain) {
        for (HostBan ban : rules.domainBans()) {
            if (Objects.equals(ban.name(), domain)) {
                return ban;
            }
        }
        return null;
    }
}

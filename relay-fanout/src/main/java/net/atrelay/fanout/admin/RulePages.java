package net.atrelay.fanout.admin;

import java.util.List;
import net.atrelay.fanout.query.Answer;
import net.atrelay.fanout.query.JsonText;
import net.atrelay.store.control.RuleControls;
import net.atrelay.store.host.HostBan;
import net.atrelay.store.host.tier.TierText;

/// What is shown of what holds for many hosts. Stateless.
final class RulePages {
    private final RuleControls rules;

    RulePages(RuleControls rules) {
        this.rules = rules;
    }

    /// `subs/getEnabled`.
    Answer enabled() {
        return JsonText.answerOfFields(json -> json.writeBooleanField("enabled", rules.crawlEnabled()));
    }

    /// `subs/perDayLimit`.
    Answer perDayLimit() {
        return JsonText.answerOfFields(json -> json.writeNumberField("limit", rules.newHostsPerDayMax()));
    }

    /// `subs/listDomainBans`: by name.
    Answer domainBans() {
        List<String> names = rules.domainBans().stream()
                .map(HostBan::name)
                .distinct()
                .sorted()
                .toList();
        return JsonText.answerOfFields(json -> {
            json.writeArrayFieldStart("banned_domains");
            for (String name : names) {
                json.writeString(name);
            }
            json.writeEndArray();
        });
    }

    /// `tiers`: as text, with every limit written out; what `tiers/replace` takes.
    Answer tiers() {
        return JsonText.answerOfFields(json -> json.writeStringField("tiers", TierText.write(rules.tiers())));
    }
}

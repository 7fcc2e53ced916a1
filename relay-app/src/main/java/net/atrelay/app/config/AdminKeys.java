package net.atrelay.app.config;

import static net.atrelay.app.config.Kinds.duration;
import static net.atrelay.app.config.Kinds.file;
import static net.atrelay.app.config.Kinds.integer;
import static net.atrelay.app.config.Kinds.smallSize;
import static net.atrelay.app.config.Kinds.tokens;

import java.time.Duration;
import net.atrelay.fanout.admin.AdminConfig;

/// The keys of administration.
final class AdminKeys {
    private AdminKeys() {}

    static Section<AdminConfig> section() {
        return Section.of("Administration", "RELAY_ADMIN_", AdminConfig.DEFAULTS)
                .key(
                        "tokens",
                        tokens(),
                        "Who may administer, and what (docs/operations.md); without any token nobody may")
                .key("tokensFile", file(), "File with more tokens, one a line; read anew when it changes")
                .key("failuresMax", integer(1, 1_000_000), "Attempts without a valid token that one client may make")
                .key(
                        "failureWindow",
                        duration(Duration.ofSeconds(1), Duration.ofDays(1)),
                        "Time in which a used-up allowance of attempts is whole again")
                .key("bodyBytesMax", smallSize(1, 1 << 20), "The body of a request to the operator's listener")
                .key("auditRecordsMax", integer(1, 100_000_000), "Records of changes that are kept; the oldest leave");
    }
}

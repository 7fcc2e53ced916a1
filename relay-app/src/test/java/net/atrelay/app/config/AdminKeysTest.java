package net.atrelay.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import net.atrelay.fanout.admin.AdminConfig;
import net.atrelay.fanout.admin.token.AdminTokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdminKeysTest {
    private static final String TOKENS = "console all 0123456789abcdef | watch read another-secret-of-length";
    private static final Map<String, String> EVERY_KEY = Map.of(
            "RELAY_ADMIN_TOKENS", TOKENS,
            "RELAY_ADMIN_TOKENS_FILE", "/run/secrets/tokens",
            "RELAY_ADMIN_FAILURES_MAX", "2",
            "RELAY_ADMIN_FAILURE_WINDOW", "3s",
            "RELAY_ADMIN_BODY_BYTES_MAX", "4KiB",
            "RELAY_ADMIN_AUDIT_RECORDS_MAX", "5");

    @Test
    void nothingSetGivesTheDefaults() {
        assertEquals(AdminConfig.DEFAULTS, Keys.read(Map.of()).admin());
    }

    @Test
    void everyKeyReachesItsComponent() {
        Keys.assertWhole("RELAY_ADMIN_", EVERY_KEY);
        AdminTokens tokens = assertInstanceOf(AdminTokens.Parsed.Ok.class, AdminTokens.parse(TOKENS))
                .tokens();
        AdminConfig expected =
                new AdminConfig(tokens, Path.of("/run/secrets/tokens"), 2, Duration.ofSeconds(3), 4 << 10, 5);
        assertEquals(expected, Keys.read(EVERY_KEY).admin());
    }

    @Test
    void whatAToolReadsStopsNoStart() {
        Map<String, String> ofGoat = Map.of(
                "RELAY_HOST", "http://127.0.0.1:2471",
                "RELAY_ADMIN_PASSWORD", "0123456789abcdef",
                "RELAY_ADMIN_BEARER_TOKEN", "0123456789abcdef");
        assertEquals(AdminConfig.DEFAULTS, Keys.read(ofGoat).admin());
    }

    @ParameterizedTest
    @CsvSource({
        "FAILURES_MAX, 0",
        "FAILURE_WINDOW, 10ms",
        "BODY_BYTES_MAX, 2MiB",
        "AUDIT_RECORDS_MAX, 0",
        "AUDIT_RECORDS_MAX, all"
    })
    void aBadValueIsRefused(String key, String value) {
        Keys.assertRefused("RELAY_ADMIN_" + key, value);
    }
}

package net.atrelay.verify.identity;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import net.atrelay.verify.identity.IdentityConfig.Answers;
import net.atrelay.verify.identity.IdentityConfig.Directory;
import net.atrelay.verify.identity.IdentityConfig.Forced;
import net.atrelay.verify.identity.http.HttpLimits;
import net.atrelay.verify.identity.http.LaneLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityConfigTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void whoSetsNothingAsksThePublicDirectory() {
        IdentityConfig config = IdentityConfig.defaults("1");
        assertEquals(URI.create("https://plc.directory"), config.plcUrl());
        assertFalse(config.development());
        assertTrue(config.userAgent().contains("atproto-relay"));
        assertEquals(Duration.ofSeconds(10), config.documentTimeout());
        assertEquals(Duration.ofSeconds(5), config.hostTimeout());
        assertEquals(Duration.ofSeconds(3), config.http().connectTimeout());
        assertEquals(262_144, config.http().bodyBytesMax());
        assertEquals(Duration.ofSeconds(30), config.forced().didGap());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://plc.example.com",
                "https://plc.example.com:2582",
                "http://localhost:2582",
                "https://user@plc.example.com",
                "https://plc.example.com?x=1",
                "ftp://plc.example.com",
                "plc.example.com"
            })
    void aDirectoryThatIsNotPlainHttpsIsRefused(String url) {
        assertThrows(IllegalArgumentException.class, () -> with(url, false));
    }

    @Test
    void developmentAllowsADirectoryOnThisMachineOnly() {
        assertDoesNotThrow(() -> with("http://localhost:2582", true));
        assertDoesNotThrow(() -> with("http://127.0.0.1:2582/plc", true));
        assertDoesNotThrow(() -> with("https://plc.directory", true));
        assertThrows(IllegalArgumentException.class, () -> with("http://plc.example.com", true));
    }

    @Test
    void boundsAreChecked() {
        refused(() -> new LaneLimits(0, 1, 1, 1));
        refused(() -> new LaneLimits(1, 2, 1, 1));
        refused(() -> new LaneLimits(1, 1, 0, 1));
        refused(() -> new LaneLimits(1, 1, 1, 2));
        refused(() -> new HttpLimits(Duration.ZERO, SECOND, 1, 64, 1, 1, 1, SECOND));
        refused(() -> new HttpLimits(SECOND, Duration.ZERO, 1, 64, 1, 1, 1, SECOND));
        refused(() -> new HttpLimits(SECOND, SECOND, 0, 64, 1, 1, 1, SECOND));
        refused(() -> new HttpLimits(SECOND, SECOND, 1, 63, 1, 1, 1, SECOND));
        refused(() -> new HttpLimits(SECOND, SECOND, 1, 64, 0, 1, 1, SECOND));
        refused(() -> new HttpLimits(SECOND, SECOND, 1, 64, 1, 0, 1, SECOND));
        refused(() -> new HttpLimits(SECOND, SECOND, 1, 64, 1, 1, 0, SECOND));
        refused(() -> new Directory(0, 1, 1, SECOND, SECOND));
        refused(() -> new Directory(1, 0, 1, SECOND, SECOND));
        refused(() -> new Directory(1, 1, 0, SECOND, SECOND));
        refused(() -> new Directory(1, 1, 1, Duration.ZERO, SECOND));
        refused(() -> new Directory(1, 1, 1, SECOND, Duration.ZERO));
        refused(() -> new Answers(0, SECOND, SECOND, SECOND, SECOND, 1));
        refused(() -> new Answers(1, SECOND.negated(), SECOND, SECOND, SECOND, 1));
        refused(() -> new Answers(1, SECOND, SECOND.negated(), SECOND, SECOND, 1));
        refused(() -> new Answers(1, SECOND, SECOND, SECOND, Duration.ZERO, 1));
        refused(() -> new Answers(1, SECOND, SECOND, SECOND, SECOND, 0));
        refused(() -> new Forced(Duration.ZERO, 1, 1, 1));
        refused(() -> new Forced(SECOND, 0, 1, 1));
        refused(() -> new Forced(SECOND, 1, 0, 1));
        refused(() -> new Forced(SECOND, 1, 1, 0));
    }

    private static void refused(Runnable made) {
        assertThrows(IllegalArgumentException.class, made::run);
    }

    private static void with(String url, boolean development) {
        IdentityConfig defaults = IdentityConfig.defaults("1");
        new IdentityConfig(
                URI.create(url),
                development,
                defaults.userAgent(),
                defaults.documentTimeout(),
                defaults.hostTimeout(),
                defaults.http(),
                defaults.directory(),
                defaults.domains(),
                defaults.hosts(),
                defaults.answers(),
                defaults.forced());
    }
}

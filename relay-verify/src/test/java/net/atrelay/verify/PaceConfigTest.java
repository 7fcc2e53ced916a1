package net.atrelay.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PaceConfigTest {
    @Test
    void theDefaultsAreThese() {
        assertEquals(new PaceConfig(60, 120, 120, 60), PaceConfig.defaults());
        assertEquals(PaceConfig.defaults(), VerifyConfig.defaults().paces());
    }

    @Test
    void onlyTheSweepMayBeOff() {
        assertEquals(0, new PaceConfig(1, 1, 1, 0).sweptAccountsPerMinute());
        assertRefused("accountEventsPerHourMax: 0", () -> new PaceConfig(0, 1, 1, 1));
        assertRefused("foreignIdentitiesPerMinuteMax: 0", () -> new PaceConfig(1, 0, 1, 1));
        assertRefused("statusQuestionsPerMinuteMax: 0", () -> new PaceConfig(1, 1, 0, 1));
        assertRefused("sweptAccountsPerMinute: -1", () -> new PaceConfig(1, 1, 1, -1));
    }

    private static void assertRefused(String start, Supplier<PaceConfig> config) {
        String message =
                assertThrows(IllegalArgumentException.class, config::get).getMessage();
        assertEquals(start, String.valueOf(message).substring(0, start.length()));
    }
}

package net.atrelay.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Map;
import net.atrelay.app.config.ConfigException;
import net.atrelay.app.config.RelayConfig;
import net.atrelay.store.StoreOpenException;
import net.atrelay.store.StoreOpenException.Reason;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalTest {

    @ParameterizedTest
    @CsvSource({"UNWRITABLE, 73", "FOREIGN, 73", "IN_USE, 75", "NEWER_FORMAT, 65", "SEQ_GOES_BACK, 65", "CORRUPT, 65"})
    void aStoreThatDoesNotOpenIsToldInItsOwnLine(Reason reason, int exitCode) {
        assertEquals(new Refusal(exitCode, List.of("why")), Refusal.of(new StoreOpenException(reason, "why")));
    }

    @Test
    void badSettingsAreToldEachInItsLine() {
        ConfigException failure = Assertions.assertThrows(
                ConfigException.class, () -> RelayConfig.of(Map.of("RELAY_LISTEN", "x", "RELAY_DATA", "")));
        Refusal refusal = Refusal.of(failure);
        assertNotNull(refusal);
        assertEquals(78, refusal.exitCode());
        assertEquals(2, refusal.lines().size());
    }

    @Test
    void aFaultIsNoRefusal() {
        assertNull(Refusal.of(new IllegalStateException("x", new IllegalArgumentException("y"))));
    }
}

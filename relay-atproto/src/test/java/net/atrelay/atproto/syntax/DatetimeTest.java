package net.atrelay.atproto.syntax;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatetimeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-01T00:00:01.000Z",
                "2026-01-01T00:00:01Z",
                "2024-02-29T23:59:59.12345678901234567890Z",
                "2000-02-29T00:00:00+14:00",
                "0000-01-01T00:00:00Z",
                "0000-01-01T01:00:00+01:00",
                "2026-12-31T00:00:00-23:59"
            })
    void realMomentsAreTaken(String text) {
        assertTrue(Datetime.isValid(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "2026-01-01",
                "2026-01-01T00:00:01",
                "2026-01-01T00:00:01.",
                "2026-01-01T00:00:01.Z",
                "2026-01-01t00:00:01Z",
                "2026-01-01T00:00:01z",
                "2026-02-29T00:00:00Z",
                "1900-02-29T00:00:00Z",
                "2026-04-31T00:00:00Z",
                "2026-00-01T00:00:00Z",
                "2026-01-00T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2026-01-01T24:00:00Z",
                "2026-01-01T00:60:00Z",
                "2026-01-01T00:00:60Z",
                "2026-01-01T00:00:00-00:00",
                "2026-01-01T00:00:00+24:00",
                "2026-01-01T00:00:00+00:60",
                "2026-01-01T00:00:00+0000",
                "2026-01-01T00:00:00ZZ",
                "0000-01-01T00:59:00+01:00",
                "2026-01-01T00:00:00.123456789012345678901Z",
                "-026-01-01T00:00:00Z",
                "2026-01-01T00:00:00é",
                "２026-01-01T00:00:00Z"
            })
    void othersAreRefused(String text) {
        assertFalse(Datetime.isValid(text));
    }
}

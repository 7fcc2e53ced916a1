package net.atrelay.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.List;
import net.atrelay.demo.Picture.Reading;
import net.atrelay.demo.Picture.Refused;
import org.junit.jupiter.api.Test;

class PictureTest {
    private static final String BEFORE = """
        # TYPE relay_ingest_frames_total counter
        relay_ingest_frames_total 10.0
        relay_ingest_frames_bytes_total 9999.0
        relay_verify_frames_total{reason="none",verdict="accepted"} 10.0
        relay_fanout_receipt_to_sent_seconds_bucket{le="0.01"} 10
        relay_fanout_receipt_to_sent_seconds_bucket{le="0.02"} 10
        relay_fanout_receipt_to_sent_seconds_bucket{le="+Inf"} 10
        """;
    private static final String AFTER = """
        relay_ingest_frames_total 30.0
        relay_ingest_frames_bytes_total 99999.0
        relay_ingest_frames_skipped_total{reason="SEQ_NOT_INCREASING"} 1.0
        relay_verify_frames_total{reason="none",verdict="accepted"} 28.0
        relay_verify_frames_total{reason="signature_invalid",verdict="dropped"} 2.0
        relay_verify_frames_total{reason="waits_in_line",verdict="deferred"} 5.0
        relay_fanout_receipt_to_sent_seconds_bucket{le="0.01"} 10
        relay_fanout_receipt_to_sent_seconds_bucket{le="0.02"} 28
        relay_fanout_receipt_to_sent_seconds_bucket{le="+Inf"} 28
        """;

    @Test
    void ratesAreOfTheTimeBetweenTwoReadings() {
        Picture picture = picture(BEFORE, AFTER);
        assertEquals(new Picture.Rates(10, 9, 9), picture.rates());
    }

    @Test
    void whatOnlyWaitsIsNotRefused() {
        assertEquals(
                List.of(new Refused("signature invalid", 2), new Refused("seq not increasing", 1)),
                picture(BEFORE, AFTER).refused());
    }

    @Test
    void latencyIsThatOfTheTimeBetweenTwoReadings() {
        Latency latency = picture(BEFORE, AFTER).latency();
        assertNotNull(latency);
        assertEquals(15, latency.p50Millis(), 0.01);
    }

    @Test
    void withoutEventsThereIsNoLatency() {
        assertNull(picture(BEFORE, BEFORE).latency());
    }

    private static Picture picture(String before, String after) {
        return Picture.of(
                Duration.ofSeconds(2),
                new Reading(Meters.read(before, 0), 10),
                new Reading(Meters.read(after, 2_000_000_000L), 28),
                List.of());
    }
}

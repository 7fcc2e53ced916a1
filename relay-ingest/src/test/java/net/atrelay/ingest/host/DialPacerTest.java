package net.atrelay.ingest.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DialPacerTest {
    @Test
    void dialsOfOneMomentAreSpreadEvenly() {
        DialPacer pacer = new DialPacer(50, 1_000);
        for (int i = 0; i < 2_800; i++) {
            assertEquals(i * 20_000_000L, pacer.takeSlot(1_000));
        }
    }

    @Test
    void slotsThatNobodyTookAreNotSaved() {
        DialPacer pacer = new DialPacer(50, 0);
        pacer.takeSlot(0);
        assertEquals(0, pacer.takeSlot(1_000_000_000L));
        assertEquals(20_000_000L, pacer.takeSlot(1_000_000_000L));
    }
}

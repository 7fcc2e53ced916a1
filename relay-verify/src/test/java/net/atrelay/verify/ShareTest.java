package net.atrelay.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ShareTest {
    @Test
    void ofACountItIsThePartThatIsOwned() {
        assertEquals(100, Share.WHOLE.of(100));
        assertEquals(41, new Share(5, 12).of(100));
        assertEquals(Integer.MAX_VALUE / 2, new Share(6, 12).of(Integer.MAX_VALUE));
        assertEquals(0.25, new Share(3, 12).fraction());
    }

    @Test
    void whoOwnsAnythingMayDoOneThing() {
        assertEquals(1, new Share(1, 24).of(4));
        assertEquals(0, new Share(0, 24).of(1_000));
    }

    @Test
    void nobodyOwnsMoreThanThereIs() {
        assertThrows(IllegalArgumentException.class, () -> new Share(13, 12));
        assertThrows(IllegalArgumentException.class, () -> new Share(-1, 12));
        assertThrows(IllegalArgumentException.class, () -> new Share(0, 0));
    }
}

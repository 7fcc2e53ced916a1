package net.atrelay.atproto.cbor;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class DrislTest {
    @Test
    void aRecordIsOneMapAndNothingMore() {
        assertTrue(isMap("a0"));
        assertTrue(isMap("a1652474797065" + "6161"));
        assertFalse(isMap(""));
        assertFalse(isMap("80"));
        assertFalse(isMap("f6"));
        assertFalse(isMap("a000"));
        assertFalse(isMap("a1"));
        assertFalse(isMap("a16161f93c00"));
    }

    @Test
    void onlyThePieceNamedIsRead() {
        byte[] bytes = HexFormat.of().parseHex("ffa0ff");
        assertTrue(Drisl.isValidMap(bytes, 1, 1));
        assertFalse(Drisl.isValidMap(bytes, 1, 2));
        assertFalse(Drisl.isValidMap(bytes, 0, 2));
    }

    private static boolean isMap(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return Drisl.isValidMap(bytes, 0, bytes.length);
    }
}

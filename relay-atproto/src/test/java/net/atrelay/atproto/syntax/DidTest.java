package net.atrelay.atproto.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DidTest {
    private static final String PLC = "did:plc:abcdefghijklmnopqrstuvwx";

    @ParameterizedTest
    @ValueSource(
            strings = {PLC, "did:web:example.com", "did:m:v", "did:method::::val", "did:method:-:_:.:%ab", "did:x:A"})
    void textOfTheFormIsADid(String text) {
        assertEquals(new Did(text), Did.parse(text));
        byte[] bytes = ("x" + text + "y").getBytes(StandardCharsets.UTF_8);
        assertEquals(new Did(text), Did.parse(bytes, 1, bytes.length - 2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "did",
                "did:",
                "did::",
                "did:plc",
                "did:plc:",
                "did:plc:a:",
                "did:plc:a%",
                "DID:plc:a",
                "did:PLC:a",
                "did:m1:a",
                "did:plc:a/b",
                "did:plc:a b",
                "did:plc:é",
                "did:plc:a#b",
                " did:plc:a",
                "did:plc:a\n"
            })
    void textOfAnotherFormIsNone(String text) {
        assertNull(Did.parse(text));
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertNull(Did.parse(bytes, 0, bytes.length));
        assertThrows(IllegalArgumentException.class, () -> new Did(text));
    }

    @Test
    void lengthEndsAt2048() {
        String longest = "did:web:" + "a".repeat(2_040);
        assertTrue(Did.isValid(longest));
        assertFalse(Did.isValid(longest + "a"));
        byte[] bytes = (longest + "a").getBytes(StandardCharsets.UTF_8);
        assertNull(Did.parse(bytes, 0, bytes.length));
    }

    @ParameterizedTest
    @CsvSource({
        "did:plc:abcdefghijklmnopqrstuvwx, true",
        "did:plc:234567ghijklmnopqrstuvwx, true",
        "did:plc:abcdefghijklmnopqrstuvw, false",
        "did:plc:abcdefghijklmnopqrstuvwxy, false",
        "did:plc:Abcdefghijklmnopqrstuvwx, false",
        "did:plc:1bcdefghijklmnopqrstuvwx, false",
        "did:plc:8bcdefghijklmnopqrstuvwx, false",
        "did:web:abcdefghijklmnopqrstuvwx, false"
    })
    void plcHasTwentyFourCharactersOfBase32(String text, boolean expected) {
        assertEquals(expected, new Did(text).isPlc());
        assertEquals(expected, new Did(text).isSupported());
    }

    @ParameterizedTest
    @CsvSource({
        "did:web:example.com, example.com",
        "did:web:a.b.example.com, a.b.example.com",
        "did:web:localhost%3A2583, localhost:2583",
        "did:web:Example.com,",
        "did:web:example.com:path,",
        "did:web:example.com%3A8080,",
        "did:web:localhost,",
        "did:web:localhost%3A0,",
        "did:web:localhost%3A65536,",
        "did:web:localhost%3A123456,",
        "did:web:8.8.8.8,",
        "did:web:single,",
        "did:plc:abcdefghijklmnopqrstuvwx,",
        "did:key:zQ3sh,"
    })
    void webNamesAHostInLowerCaseWithoutPath(String text, String host) {
        assertEquals(host, new Did(text).webHost());
        assertEquals(host != null, new Did(text).isWeb());
    }

    @Test
    void webWithAnEmptyPortIsNotSupported() {
        assertFalse(new Did("did:web:localhost%3A-").isSupported());
        assertFalse(new Did("did:web:localhost%3Aa").isSupported());
    }
}

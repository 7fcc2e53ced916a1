package net.atrelay.atproto.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandleTest {
    @Test
    void letterCaseIsLevelled() {
        assertEquals(Handle.parse("alice.example.com"), Handle.parse("Alice.EXAMPLE.com"));
        assertEquals("xx.lcs.mit.edu", new Handle("XX.LCS.MIT.EDU").value());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", ".", "a", "a.", ".a", "a..b", "a.1", "8.8.8.8", "-a.b", "a-.b", "a_b.c", "a b.c", "é.com", "a.b."
            })
    void textOfAnotherFormIsNone(String text) {
        assertNull(Handle.parse(text));
    }

    @Test
    void lengthsHaveTheirLimits() {
        String label = "a".repeat(63);
        assertTrue(Handle.isValid(label + ".com"));
        assertFalse(Handle.isValid("a" + label + ".com"));
        String longest = (label + ".").repeat(3) + "b".repeat(57) + ".com";
        assertEquals(253, longest.length());
        assertTrue(Handle.isValid(longest));
        assertFalse(Handle.isValid("c." + longest.substring(1)));
    }
}

package net.atrelay.atproto.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordPathTest {
    @Test
    void collectionAndKeyAreTakenApart() {
        RecordPath expected = new RecordPath(new Nsid("com.example.note"), new RecordKey("3mbd5wj3bk22b"));
        assertEquals(expected, RecordPath.parse("com.example.note/3mbd5wj3bk22b"));
        assertEquals("com.example.note/3mbd5wj3bk22b", expected.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.b.c/self", "com.example.note/a:b~c_d-e.", "com.example-x.noteV2/..."})
    void pathsOfTheFormAreTaken(String text) {
        assertTrue(RecordPath.isValid(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "a.b.c",
                "a.b.c/",
                "/self",
                "a.b.c/a/b",
                "a.b.c//a",
                "a.b/self",
                "a.b.c/.",
                "a.b.c/..",
                "a.b.c/a b",
                "a.b.c/é",
                "a.b.9/a",
                "9.b.c/a",
                "a.b.c-d/a",
                "a..c/a",
                "-a.b.c/a",
                "a.b-.c/a"
            })
    void othersAreRefused(String text) {
        assertFalse(RecordPath.isValid(text));
        assertNull(RecordPath.parse(text));
    }

    @Test
    void bothHalvesHaveTheirLongest() {
        String longestCollection = "a." + "b".repeat(63) + "." + ("c".repeat(62) + ".").repeat(3) + "d".repeat(62);
        assertEquals(317, longestCollection.length());
        assertTrue(Nsid.isValid(longestCollection));
        assertFalse(Nsid.isValid(longestCollection + "e"));
        assertTrue(RecordPath.isValid("a.b.c/" + "k".repeat(512)));
        assertFalse(RecordPath.isValid("a.b.c/" + "k".repeat(513)));
    }
}

package net.atrelay.atproto.repo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CollectionSetTest {
    private static final CollectionSet NOTES = CollectionSet.of(List.of("a.b.notes", "a.b.note", "a.b.note.draft"));

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void namesStandInTheOrderOfTheirPaths() {
        assertEquals("a.b.note.draft/a.b.note/a.b.notes/", new String(NOTES.encoded(), StandardCharsets.US_ASCII));
        assertEquals(List.of("a.b.note.draft", "a.b.note", "a.b.notes"), NOTES.names());
        assertEquals(34, NOTES.namesBytes());
    }

    @Test
    void whatWasWrittenIsRead() {
        CollectionSet read = CollectionSet.decode(NOTES.encoded().clone());
        assertEquals(NOTES, read);
        assertEquals(NOTES.hashCode(), read == null ? 0 : read.hashCode());
        assertNotEquals(CollectionSet.NONE, read);
        assertSame(CollectionSet.NONE, CollectionSet.decode(new byte[0]));
        assertTrue(CollectionSet.NONE.isEmpty());
    }

    @Test
    void otherBytesAreNoSet() {
        assertNull(CollectionSet.decode(ascii("a.b.note")));
        assertNull(CollectionSet.decode(ascii("/a.b.note/")));
        assertNull(CollectionSet.decode(ascii("/")));
    }

    @Test
    void aNameIsAnNsid() {
        assertThrows(IllegalArgumentException.class, () -> CollectionSet.of(List.of("note")));
    }

    @Test
    void whatAnotherSetLacksIsNamed() {
        CollectionSet one = CollectionSet.of(List.of("a.b.note"));
        assertEquals(List.of("a.b.note.draft", "a.b.notes"), NOTES.without(one));
        assertEquals(List.of(), one.without(NOTES));
        assertEquals(List.of(), NOTES.without(NOTES));
    }

    @Test
    void whereThereIsNoRoomForAllThoseOfTheFirstSetStay() {
        CollectionSet first = CollectionSet.of(List.of("a.b.notes", "a.b.gone"));
        assertSame(NOTES, NOTES.within(34, first));
        assertEquals(
                List.of("a.b.note.draft", "a.b.notes"), NOTES.within(33, first).names());
        assertEquals(List.of("a.b.notes"), NOTES.within(24, first).names());
        assertEquals(List.of("a.b.notes"), NOTES.within(10, first).names());
        assertSame(CollectionSet.NONE, NOTES.within(9, first));
    }
}

package net.atrelay.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {

    @ParameterizedTest
    @CsvSource({"same, same, 0", "kitten, sitting, 3", "'', abc, 3", "abc, '', 3", "ab, ba, 2"})
    void editsAreCounted(String from, String to, int edits) {
        assertEquals(edits, NearestName.edits(from, to));
    }

    @Test
    void theNameWithTheFewestEditsIsNearest() {
        assertEquals("RELAY_DATA", NearestName.of("RELAY_DAAT", List.of("RELAY_LISTEN", "RELAY_DATA", "RELAY_DATE")));
    }
}

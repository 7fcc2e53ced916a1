package net.atrelay.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class KeyReferenceTest {
    private static final Path PAGE = Path.of("../docs/configuration.md");

    @Test
    void thePageInTheDocsIsCurrent() throws IOException {
        assertEquals(
                Files.readString(PAGE),
                KeyReference.markdown(),
                "run ./relay config --markdown > docs/configuration.md");
    }

    @Test
    void everyKeyIsListedOnceInBothForms() {
        for (String name : Settings.ALL.keyNames()) {
            assertEquals(2, KeyReference.markdown().split("\\| `" + name + "` \\|", -1).length, name);
            assertEquals(2, KeyReference.text().split(" " + name + " = ", -1).length, name);
        }
    }

    @Test
    void linesFitATerminal() {
        KeyReference.text().lines().forEach(line -> assertTrue(line.length() <= 100, line));
    }
}

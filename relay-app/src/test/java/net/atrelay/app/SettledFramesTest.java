package net.atrelay.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettledFramesTest {
    private final SettledFrames settled = new SettledFrames();
    private final List<String> told = new ArrayList<>();

    @Test
    void whatIsSettledBeforeIngestIsKnownIsToldOnce() {
        settled.settled("a", 1, 10);
        settled.settled("b", 2, 20);
        settled.tell((host, frames, bytes) -> told.add(host + frames + bytes));
        settled.settled("c", 3, 30);
        assertEquals(List.of("a110", "b220", "c330"), told);
    }
}

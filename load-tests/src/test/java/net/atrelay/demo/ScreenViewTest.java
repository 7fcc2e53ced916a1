package net.atrelay.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenViewTest {
    private static final InetSocketAddress ADDRESS = new InetSocketAddress(InetAddress.getLoopbackAddress(), 2470);
    private static final int ROWS = 34;

    private final StringWriter out = new StringWriter();
    private final ScreenView view = new ScreenView(new PrintWriter(out), ROWS, '-');

    @Test
    void theSecondPictureStandsWhereTheFirstStood() {
        view.begin(new Invitation(1, 1, ADDRESS, ADDRESS));
        view.show(picture(0));
        long lines = out.toString().chars().filter(symbol -> symbol == '\n').count();
        view.show(picture(100));
        assertTrue(out.toString().contains("\u001b[" + lines + "A"), out.toString());
        assertEquals(
                2 * lines,
                out.toString().chars().filter(symbol -> symbol == '\n').count());
        assertTrue(lines < ROWS, lines + " lines");
    }

    @Test
    void whatIsSaidInTheEndStandsBelow() {
        view.begin(new Invitation(1, 1, ADDRESS, ADDRESS));
        view.show(picture(3));
        int before = out.toString().length();
        view.say(List.of("Verdict"));
        assertEquals("\r\u001b[JVerdict\n", out.toString().substring(before));
    }

    private static Picture picture(int events) {
        EventLine event = new EventLine(1, "#commit", "localhost:1", "user1.sim.test", "+ app.bsky.feed.post/3");
        return new Picture(
                Duration.ofSeconds(events),
                new Picture.Rates(1, 1, 1),
                events,
                List.of(new Picture.Refused("rev not newer", 1)),
                null,
                1,
                1,
                1_000,
                Collections.nCopies(events, event));
    }
}

package net.atrelay.demo;

import java.io.PrintWriter;
import java.util.List;

/// One line a second, for files, pipes and whoever asked for it.
record PlainView(PrintWriter out) implements View {
    private static final int REASON_CHARS = 100;

    @Override
    public void begin(Invitation invitation) {
        say(invitation.lines());
        say(List.of("Ctrl-C ends it with a verdict.", ""));
    }

    @Override
    public void show(Picture picture) {
        String newest =
                picture.newest().isEmpty() ? "none" : line(picture.newest().getFirst());
        say(List.of(Words.time(picture.running())
                + "  in " + Words.rate(picture.rates().in())
                + "  verified " + Words.rate(picture.rates().verified())
                + "  out " + Words.rate(picture.rates().out())
                + "  refused " + refused(picture)
                + "  latency " + Words.latency(picture.latency())
                + "  hosts " + picture.hostsConnected()
                + "  consumers " + picture.consumers()
                + "  log " + Words.bytes(picture.logBytes())
                + "  newest " + newest));
    }

    private static String refused(Picture picture) {
        String reasons = Words.reasons(picture.refused(), 1, REASON_CHARS).getFirst();
        return Words.count(picture.refusedFrames()) + (reasons.isEmpty() ? "" : " (" + reasons + ")");
    }

    private static String line(EventLine event) {
        return event.seq() + " " + event.type() + " " + event.account() + " " + event.what();
    }

    @Override
    public void say(List<String> lines) {
        lines.forEach(out::println);
        out.flush();
    }
}

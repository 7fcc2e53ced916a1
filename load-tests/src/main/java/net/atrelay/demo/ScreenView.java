package net.atrelay.demo;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A small screen that is drawn again in its place each time. Lines are cut by the terminal, not wrapped, so that the
/// number of lines is known whatever the width.
final class ScreenView implements View {
    private static final String ESCAPE = "\u001b[";
    private static final String HIDE_CURSOR = ESCAPE + "?25l";
    private static final String SHOW_CURSOR = ESCAPE + "?25h";
    private static final String CUT_LINES = ESCAPE + "?7l";
    private static final String WRAP_LINES = ESCAPE + "?7h";
    private static final String CLEAR_REST_OF_LINE = ESCAPE + "K";
    private static final String CLEAR_BELOW = ESCAPE + "J";
    private static final String PLAIN = ESCAPE + "0m";
    private static final String BOLD = ESCAPE + "1m";
    private static final String DIM = ESCAPE + "2m";
    private static final String GREEN = ESCAPE + "32m";
    private static final String YELLOW = ESCAPE + "33m";

    /// Lines beside those of events, one below all for the prompt included.
    private static final int OTHER_LINES = 20;

    private static final int EVENT_LINES_MIN = 3;
    private static final int EVENT_LINES_MAX = 24;
    private static final int RULE_CHARS = 100;
    /// What is left of the rule's width beside label and number.
    private static final int REST_CHARS = RULE_CHARS - 36;

    private static final int REASON_LINES = 2;

    private final PrintWriter out;
    private final int eventLines;
    private final String rule;
    private List<String> invitation = List.of();
    private int drawn;

    /// @param rows of the terminal
    /// @param rule what a horizontal line is made of
    ScreenView(PrintWriter out, int rows, char rule) {
        this.out = out;
        this.rule = DIM + String.valueOf(rule).repeat(RULE_CHARS) + PLAIN;
        eventLines = Math.clamp(rows - OTHER_LINES, EVENT_LINES_MIN, EVENT_LINES_MAX);
    }

    @Override
    public void begin(Invitation said) {
        invitation = said.lines();
    }

    @Override
    public void show(Picture picture) {
        List<String> lines = new ArrayList<>();
        lines.add(BOLD + "atrelay demo" + PLAIN + DIM + "   running " + Words.time(picture.running())
                + "   Ctrl-C ends it with a verdict" + PLAIN);
        lines.add(rule);
        lines.addAll(invitation);
        lines.add(rule);
        addNumbers(picture, lines);
        lines.add(rule);
        addEvents(picture, lines);
        draw(lines);
    }

    private static void addNumbers(Picture picture, List<String> lines) {
        Picture.Rates rates = picture.rates();
        lines.add(row("in", "", Words.rate(rates.in()), "from " + picture.hostsConnected() + " hosts"));
        lines.add(row("verified", GREEN, Words.rate(rates.verified()), Words.count(picture.verified()) + " in all"));
        lines.add(row("out", "", Words.rate(rates.out()), Words.consumers(picture.consumers())));
        lines.add(
                row("latency", "", Words.latency(picture.latency()), "from a host's frame to the consumers' sockets"));
        lines.add(row("log", "", Words.bytes(picture.logBytes()), "on disk before anybody is sent it"));
        List<String> reasons = Words.reasons(picture.refused(), REASON_LINES, REST_CHARS);
        lines.add(row("refused", YELLOW, Words.count(picture.refusedFrames()), reasons.getFirst()));
        reasons.stream().skip(1).forEach(line -> lines.add(row("", "", "", line)));
    }

    private static String row(String label, String colour, String number, String rest) {
        return String.format(
                Locale.ROOT, "%s%-10s%s%s%-26s%s%s%s%s", DIM, label, PLAIN, colour, number, PLAIN, DIM, rest, PLAIN);
    }

    private void addEvents(Picture picture, List<String> lines) {
        lines.add(DIM + event("seq", "type", "host", "account", "what") + PLAIN);
        for (int i = 0; i < eventLines; i++) {
            if (i < picture.newest().size()) {
                EventLine line = picture.newest().get(i);
                lines.add(event(Long.toString(line.seq()), line.type(), line.host(), line.account(), line.what()));
            } else {
                lines.add("");
            }
        }
    }

    private static String event(String seq, String type, String host, String account, String what) {
        return String.format(Locale.ROOT, "%-12s %-10s %-16s %-18s %s", seq, type, host, account, what);
    }

    private void draw(List<String> lines) {
        StringBuilder text = new StringBuilder(HIDE_CURSOR).append(CUT_LINES);
        if (drawn > 0) {
            text.append(ESCAPE).append(drawn).append('A');
        }
        lines.forEach(line ->
                text.append('\r').append(line).append(CLEAR_REST_OF_LINE).append('\n'));
        text.append(CLEAR_BELOW).append(SHOW_CURSOR).append(WRAP_LINES);
        out.print(text);
        out.flush();
        drawn = lines.size();
    }

    @Override
    public void say(List<String> lines) {
        out.print('\r' + CLEAR_BELOW);
        lines.forEach(out::println);
        out.flush();
        drawn = 0;
    }
}

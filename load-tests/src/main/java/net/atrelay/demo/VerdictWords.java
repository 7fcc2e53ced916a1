package net.atrelay.demo;

import java.util.ArrayList;
import java.util.List;
import net.atrelay.sim.LedgerCheck.Report;

/// The verdict for people: whether what came out is what had to, and if not, how it differs.
final class VerdictWords {
    private VerdictWords() {}

    static List<String> of(Report report, long announced) {
        List<String> lines = new ArrayList<>();
        lines.add("Verdict: " + (report.isClean() ? "clean." : "NOT clean."));
        lines.add("  " + Words.count(announced) + " frames were announced; " + Words.count(report.matched())
                + " came out, byte for byte as announced but for their numbers.");
        add(lines, report.missing(), "had to come out and did not");
        add(lines, report.forbidden(), "came out and must not, or came out twice");
        add(lines, report.unknown(), "came out that nobody announced");
        add(lines, report.disordered(), "came out before an earlier one of the same account");
        add(lines, report.holes(), "have a number that does not follow on");
        if (report.isClean()) {
            lines.add("  Each once, each account in its order, numbered without a hole.");
            add(lines, announced - report.matched() - report.excused(), "false or repeated ones were kept out");
        }
        add(lines, report.excused(), "were free to come out or not, and did not");
        report.examples().forEach(example -> lines.add("    " + example));
        return lines;
    }

    private static void add(List<String> lines, long frames, String words) {
        if (frames > 0) {
            lines.add("  " + Words.count(frames) + " " + words + ".");
        }
    }
}

package net.atrelay.prove;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A report for people.
final class ProveWords {
    private ProveWords() {}

    static List<String> of(ProveReport report) {
        List<String> lines = new ArrayList<>();
        addWorld(report, lines);
        addDeeds(report, lines);
        addFaults(report, lines);
        addChecks(report, lines);
        addVerdict(report, lines);
        return lines;
    }

    private static void addWorld(ProveReport report, List<String> lines) {
        ProvePlan plan = report.plan();
        WorldFacts world = report.world();
        lines.add("World of seed " + plan.seed());
        lines.add("  " + plan.hosts() + " hosts with " + world.accountsByHost() + " accounts; repos of "
                + count(world.recordsLeast()) + " to " + count(world.recordsMost()) + " records, half below "
                + count(world.recordsMedian()));
        lines.add("  " + count(plan.steps()) + " steps, " + count(report.announced()) + " frames announced, of which "
                + count(report.due()) + " must come out; ledger " + report.ledgerDigest());
        lines.add("  the relay was killed " + report.kills() + " times; "
                + String.format(Locale.ROOT, "%.0f s", report.seconds()));
    }

    private static void addDeeds(ProveReport report, List<String> lines) {
        lines.add("");
        lines.add(String.format(Locale.ROOT, "%-24s %8s", "Deeds", "done"));
        report.deeds()
                .forEach((deed, done) ->
                        lines.add(String.format(Locale.ROOT, "  %-22s %8s", FaultRow.nameOf(deed), count(done))));
    }

    private static void addFaults(ProveReport report, List<String> lines) {
        lines.add("");
        lines.add(String.format(
                Locale.ROOT, "%-24s %8s %8s %8s %12s", "Faults", "injected", "frames", "came out", "as they must"));
        report.faults()
                .forEach(row -> lines.add(String.format(
                        Locale.ROOT,
                        "  %-22s %8s %8s %8s %12s",
                        row.name(),
                        count(row.injected()),
                        count(row.frames()),
                        count(row.out()),
                        count(row.injected() - row.wrong()))));
    }

    private static void addChecks(ProveReport report, List<String> lines) {
        lines.add("");
        lines.add(String.format(Locale.ROOT, "%-36s %10s %8s", "Checks", "compared", "wrong"));
        for (Check check : report.checks()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %-34s %10s %8s  %s",
                    check.name(),
                    count(check.compared()),
                    count(check.wrong()),
                    check.holds() ? "holds" : check.compared() == 0 ? "COMPARED NOTHING" : "DOES NOT HOLD"));
            check.examples().forEach(example -> lines.add("      " + example));
        }
    }

    private static void addVerdict(ProveReport report, List<String> lines) {
        lines.add("");
        switch (report.verdict()) {
            case CLEAN -> lines.add("Verdict: clean.");
            case WRONG -> lines.add("Verdict: WRONG.");
            case VACUOUS -> lines.add("Verdict: VACUOUS. Nothing was wrong, but too little has happened to say so.");
        }
        if (report.gaveUp() != null) {
            lines.add("  given up: " + report.gaveUp());
        }
        report.missed()
                .forEach(floor -> lines.add(
                        "  " + floor.what() + ": " + floor.happened() + " times (expected: " + floor.least() + ")"));
        lines.add("Again: " + report.plan().command());
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}

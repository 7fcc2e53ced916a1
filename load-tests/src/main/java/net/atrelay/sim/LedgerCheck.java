package net.atrelay.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Compares what came out of a relay with the ledger: complete, once each, in order for each account and host, byte for
/// byte but for the sequence number, and densely numbered.
///
/// Keeps a fingerprint of each frame, not the frame. Owned by the thread that feeds it.
public final class LedgerCheck {

    private static final int EXAMPLES_MAX = 20;

    private final List<Seen> seen = new ArrayList<>();

    private record Seen(
            long seq, FramePrint print, @Nullable String did) {}

    private record Expected(Ledger.Entry entry, int place) {}

    /// The outcome. Counts are complete, `examples` are the first few faults in words.
    ///
    /// @param matched frames that came out and were in the ledger
    /// @param excused frames that could be missing, and are
    /// @param missing frames that had to come out and did not
    /// @param forbidden frames that must not come out and did, or came out twice
    /// @param repeated how many of those came out twice
    /// @param unknown frames nobody announced
    /// @param disordered frames that came out before an earlier one of the same account and host
    /// @param holes places where a sequence number is not its predecessor's plus one
    /// @param faults what became of frames that something was done to, by what that was
    public record Report(
            long matched,
            long excused,
            long missing,
            long forbidden,
            long repeated,
            long unknown,
            long disordered,
            long holes,
            List<String> examples,
            Map<String, Outcome> faults) {

        /// Whether everything is as it must be.
        public boolean isClean() {
            return missing + forbidden + unknown + disordered + holes == 0;
        }

        /// One line of JSON.
        public String json() {
            return "{\"event\":\"ledger\",\"clean\":" + isClean() + ",\"matched\":" + matched + ",\"excused\":"
                    + excused
                    + ",\"missing\":" + missing + ",\"forbidden\":" + forbidden + ",\"unknown\":" + unknown
                    + ",\"disordered\":" + disordered + ",\"holes\":" + holes + "}";
        }
    }

    /// What became of announced frames of one kind.
    ///
    /// @param announced how many there were
    /// @param out how many came out
    /// @param wrong how many came out and must not, or must and did not
    public record Outcome(long announced, long out, long wrong) {
        /// Of no frame.
        public static final Outcome NONE = new Outcome(0, 0, 0);

        private Outcome plus(boolean cameOut, boolean isWrong) {
            return new Outcome(announced + 1, out + (cameOut ? 1 : 0), wrong + (isWrong ? 1 : 0));
        }
    }

    /// Compares frames that were recorded.
    public static Report compare(Ledger ledger, List<SimConsumer.Received> frames) {
        LedgerCheck check = new LedgerCheck();
        frames.forEach(frame -> check.onFrame(frame.frame()));
        return check.finish(ledger);
    }

    /// Takes the next frame that came out.
    public void onFrame(byte[] frame) {
        FrameParts parts = FrameParts.of(frame);
        Long seq = parts.seq();
        if (seq != null) {
            seen.add(new Seen(seq, FramePrint.of(frame, parts), parts.did()));
        }
    }

    /// Frames taken so far.
    public long frames() {
        return seen.size();
    }

    /// Whether every frame that must come out has. That there are as many does not say so: some may, but need not.
    public boolean isComplete(Ledger ledger) {
        return frames() >= ledger.due() && finish(ledger).missing() == 0;
    }

    /// Judges all frames taken.
    public Report finish(Ledger ledger) {
        return new Verdict(ledger).judge();
    }

    private final class Verdict {

        private final Ledger ledger;
        private final Map<FramePrint, List<Expected>> open = new HashMap<>();
        private final Map<String, Integer> lastPlace = new HashMap<>();
        private final List<String> examples = new ArrayList<>();
        private final Map<String, Outcome> faults = new TreeMap<>();
        private long matched;
        private long excused;
        private long missing;
        private long forbidden;
        private long repeated;
        private long unknown;
        private long disordered;
        private long holes;

        Verdict(Ledger ledger) {
            this.ledger = ledger;
        }

        Report judge() {
            int place = 0;
            for (Ledger.Entry entry : ledger.entries()) {
                open.computeIfAbsent(entry.print(), _ -> new ArrayList<>(1)).add(new Expected(entry, place++));
            }
            Seen before = null;
            for (Seen frame : seen) {
                if (before != null && frame.seq() != before.seq() + 1) {
                    holes++;
                    example("hole", "seq " + frame.seq() + " after " + before.seq());
                }
                judge(frame);
                before = frame;
            }
            open.values().forEach(left -> left.forEach(this::judgeLeft));
            return new Report(
                    matched, excused, missing, forbidden, repeated, unknown, disordered, holes, examples, faults);
        }

        private void judge(Seen frame) {
            List<Expected> left = open.get(frame.print());
            if (left == null) {
                judgeUnknown(frame);
                return;
            }
            if (left.isEmpty()) {
                forbidden++;
                repeated++;
                example("repeated", frame.toString());
                return;
            }
            Expected expected = left.removeFirst();
            Ledger.Entry entry = expected.entry();
            note(entry, true);
            if (entry.due() == Ledger.Due.NEVER) {
                forbidden++;
                example("forbidden", words(entry));
                return;
            }
            matched++;
            Integer last = lastPlace.put(entry.did() + entry.host(), expected.place());
            if (last != null && last > expected.place()) {
                disordered++;
                example("disordered", words(entry));
            }
        }

        private void judgeUnknown(Seen frame) {
            if (!ledger.isSyntheticAllowed(
                    Objects.requireNonNullElse(frame.did(), ""),
                    Objects.requireNonNullElse(frame.print().type(), ""))) {
                unknown++;
                example("unknown", frame.toString());
            }
        }

        private void note(Ledger.Entry entry, boolean cameOut) {
            if (!entry.why().isEmpty()) {
                boolean isWrong = entry.due() == (cameOut ? Ledger.Due.NEVER : Ledger.Due.MUST);
                faults.merge(entry.why(), Outcome.NONE.plus(cameOut, isWrong), (all, _) -> all.plus(cameOut, isWrong));
            }
        }

        private void judgeLeft(Expected left) {
            note(left.entry(), false);
            switch (left.entry().due()) {
                case MUST -> {
                    missing++;
                    example("missing", words(left.entry()));
                }
                case MAY -> excused++;
                case NEVER -> {}
            }
        }

        private String words(Ledger.Entry entry) {
            return entry.print().type() + " of " + entry.did() + " by " + entry.host() + " at " + entry.hostSeq() + " "
                    + entry.why();
        }

        private void example(String kind, String words) {
            if (examples.size() < EXAMPLES_MAX) {
                examples.add(kind + ": " + words);
            }
        }
    }
}

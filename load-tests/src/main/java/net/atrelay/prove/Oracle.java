package net.atrelay.prove;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.atrelay.sim.Ledger;
import net.atrelay.sim.LedgerCheck.Report;
import org.jspecify.annotations.Nullable;

/// Compares what consumers and clients were told with what was announced, and consumers with each other. Knows no
/// relay, only what came out of one.
final class Oracle {
    private final Ledger ledger;
    private final Truth truth;

    Oracle(Ledger ledger, Truth truth) {
        this.ledger = ledger;
        this.truth = truth;
    }

    /// All checks.
    ///
    /// @param whole the consumer whose stream is compared with the ledger; it began with cursor 0
    /// @param others what they were sent must be what the first was, above their cursors
    List<Check> judge(Transcript whole, List<Transcript> others, Answers answers) {
        Report report = whole.judge(ledger);
        List<Check> checks = new ArrayList<>(stream(report, whole.frames()));
        others.forEach(other -> checks.add(same(whole, other)));
        checks.add(statuses(answers));
        checks.add(heads(answers));
        checks.add(listed(answers));
        checks.add(hosts(answers));
        return checks;
    }

    private List<Check> stream(Report report, long frames) {
        long mustNot = ledger.entries().stream()
                .filter(entry -> entry.due() == Ledger.Due.NEVER)
                .count();
        return List.of(
                check("complete", ledger.due(), report.missing(), report, "missing"),
                check("nothing false", mustNot, report.forbidden() - report.repeated(), report, "forbidden"),
                check("nothing twice", frames, report.repeated(), report, "repeated"),
                check("nothing unknown", frames, report.unknown(), report, "unknown"),
                check("order of each account", report.matched(), report.disordered(), report, "disordered"),
                check("seqs dense", Math.max(0, frames - 1), report.holes(), report, "hole"));
    }

    private static Check check(String name, long compared, long wrong, Report report, String kind) {
        List<String> examples = report.examples().stream()
                .filter(example -> example.startsWith(kind))
                .toList();
        return new Check(name, compared, wrong, examples);
    }

    /// Byte for byte the same under the same seqs, from the cursor on to the end.
    private static Check same(Transcript whole, Transcript other) {
        Check.Tally tally = new Check.Tally("bytes: " + other.name() + " as " + whole.name());
        Map<Long, Transcript.Heard> left = new HashMap<>();
        for (Transcript.Heard heard : whole.heard()) {
            if (heard.seq() > other.cursor()) {
                left.put(heard.seq(), heard);
            }
        }
        long last = other.cursor();
        for (Transcript.Heard heard : other.heard()) {
            Transcript.Heard expected = left.remove(heard.seq());
            boolean isInOrder = heard.seq() > last;
            last = heard.seq();
            tally.compare(
                    isInOrder && heard.equals(expected),
                    () -> "seq " + heard.seq() + (expected == null ? " came to it alone or again" : " differs"));
        }
        left.keySet().stream().sorted().forEach(seq -> tally.compare(false, () -> "seq " + seq + " did not come"));
        return tally.done();
    }

    private Check statuses(Answers answers) {
        Check.Tally tally = new Check.Tally("getRepoStatus");
        truth.repos().forEach((did, repo) -> {
            Answers.Repo answer = answers.statuses().get(did);
            tally.compare(
                    answer != null
                            && isStatus(repo, repo.word(), answer)
                            && (repo.status() != null || isRev(repo, answer)),
                    () -> "expected " + repo + ", answered " + answer);
        });
        return tally.done();
    }

    private Check heads(Answers answers) {
        Check.Tally tally = new Check.Tally("getLatestCommit");
        truth.repos().forEach((did, repo) -> {
            Answers.Repo answer = answers.heads().get(did);
            boolean isRight = answer != null
                    && (repo.status() == null
                            ? isRev(repo, answer) && repo.head().equals(answer.head())
                            : errorOf(repo.status()).equals(answer.error()));
            tally.compare(isRight, () -> "expected " + repo + ", answered " + answer);
        });
        return tally.done();
    }

    /// Every account once, in the order of DIDs, over all pages.
    private Check listed(Answers answers) {
        Check.Tally tally = new Check.Tally("listRepos");
        Map<String, Truth.Repo> left = new HashMap<>(truth.repos());
        String last = "";
        for (Answers.Repo answer : answers.repos()) {
            Truth.Repo repo = left.remove(answer.did());
            boolean isInOrder = answer.did().compareTo(last) > 0;
            last = answer.did();
            boolean isRight = isInOrder
                    && repo != null
                    && isStatus(repo, repo.status(), answer)
                    && (repo.status() != null
                            || (isRev(repo, answer) && repo.head().equals(answer.head())));
            tally.compare(isRight, () -> "expected " + repo + ", listed " + answer);
        }
        left.keySet().stream().sorted().forEach(did -> tally.compare(false, () -> "not listed: " + did));
        return tally.done();
    }

    private Check hosts(Answers answers) {
        Check.Tally tally = new Check.Tally("listHosts");
        Map<String, Answers.Host> left = new HashMap<>();
        answers.hosts().forEach(answer -> {
            if (left.put(answer.hostname(), answer) != null) {
                tally.compare(false, () -> "listed twice: " + answer);
            }
        });
        for (Truth.Host host : truth.hosts()) {
            Answers.Host answer = left.remove(host.hostname());
            tally.compare(
                    answer != null
                            && answer.status().equals("active")
                            && Objects.equals(answer.seq(), host.seq())
                            && Objects.equals(answer.accounts(), host.accounts()),
                    () -> "expected " + host + ", listed " + answer);
        }
        left.values().forEach(answer -> tally.compare(false, () -> "of no host: " + answer));
        return tally.done();
    }

    private static boolean isStatus(Truth.Repo repo, @Nullable String word, Answers.Repo answer) {
        return answer.error() == null
                && Objects.equals(answer.active(), repo.status() == null)
                && Objects.equals(answer.status(), word);
    }

    private static boolean isRev(Truth.Repo repo, Answers.Repo answer) {
        return repo.rev().equals(answer.rev());
    }

    /// (lexicon: sync.getLatestCommit)
    private static String errorOf(String status) {
        return switch (status) {
            case "takendown" -> "RepoTakendown";
            case "suspended" -> "RepoSuspended";
            case "deactivated" -> "RepoDeactivated";
            default -> "RepoNotFound";
        };
    }
}

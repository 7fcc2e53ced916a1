package net.atrelay.prove;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import net.atrelay.sim.Account;
import net.atrelay.sim.Deed;
import net.atrelay.sim.Deeds;
import net.atrelay.sim.Fault;
import net.atrelay.sim.FrameParts;
import net.atrelay.sim.Ledger;
import net.atrelay.sim.SimClock;
import net.atrelay.sim.SimConsumer.Received;
import net.atrelay.sim.SimNetwork;
import net.atrelay.sim.WorldConfig;
import net.atrelay.sim.repo.Dag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a flawless relay would have said is clean; each single flaw is found by the check that is for it.
class OracleTest {
    private static final long FIRST_SEQ = 20_000_000_000L;
    private static final long NOW_MICROS = 1_748_736_000_000_000L;
    private static final int POSTS = 3;

    private final SimNetwork network =
            new SimNetwork(new WorldConfig(5, 2, 6, 10, 20, 0, false, 0, 0), new SimClock.Virtual(NOW_MICROS));

    @BeforeEach
    void act() {
        List<Account> accounts = network.accounts();
        for (int i = 0; i < POSTS; i++) {
            accounts.forEach(network::post);
        }
        assertTrue(network.inject(Fault.BAD_SIGNATURE, accounts.get(1)));
        assertTrue(network.inject(Fault.SWALLOW, accounts.get(2)));
        network.post(accounts.get(2));
        Deeds deeds = new Deeds(network, new SplittableRandom(1));
        assertTrue(deeds.perform(Deed.DEACTIVATE, accounts.get(3)));
        assertTrue(deeds.perform(Deed.TAKE_DOWN, accounts.get(4)));
    }

    @AfterEach
    void close() {
        network.close();
    }

    @Test
    void aFlawlessRelayIsClean() {
        List<Check> checks = checks(due(), due(), answers());
        checks.forEach(check -> assertTrue(check.holds(), check::toString));
        assertEquals(Set.of(), failed(checks));
    }

    @Test
    void aLostEventIsFound() {
        List<byte[]> frames = due();
        frames.remove(4);
        assertEquals(Set.of("complete"), failed(checks(renumbered(frames), renumbered(frames), answers())));
    }

    @Test
    void aRepeatedEventIsFound() {
        List<byte[]> frames = due();
        frames.add(5, frames.get(4));
        assertEquals(Set.of("nothing twice"), failed(checks(renumbered(frames), renumbered(frames), answers())));
    }

    @Test
    void eventsOfOneAccountInAnotherOrderAreFound() {
        List<byte[]> frames = due();
        Collections.swap(frames, 0, network.accounts().size());
        assertEquals(
                Set.of("order of each account"), failed(checks(renumbered(frames), renumbered(frames), answers())));
    }

    @Test
    void anEventThatMustNotComeOutIsFound() {
        List<byte[]> frames = due();
        network.ledger().entries().stream()
                .filter(entry -> entry.due() == Ledger.Due.NEVER)
                .forEach(entry -> frames.add(entry.frame()));
        assertEquals(Set.of("nothing false"), failed(checks(renumbered(frames), renumbered(frames), answers())));
    }

    @Test
    void aByteThatChangesForOneConsumerIsFound() {
        List<byte[]> other = due();
        other.get(4)[other.get(4).length - 1] ^= 1;
        assertEquals(Set.of("bytes: other as whole"), failed(checks(due(), other, answers())));
    }

    @Test
    void aByteThatChangesForAllIsFound() {
        List<byte[]> frames = due();
        frames.get(4)[frames.get(4).length - 1] ^= 1;
        assertEquals(Set.of("complete", "nothing unknown"), failed(checks(frames, frames, answers())));
    }

    @Test
    void aHoleInTheSeqsIsFound() {
        List<byte[]> frames = due();
        frames.set(frames.size() - 1, numbered(frames.getLast(), FIRST_SEQ + frames.size()));
        assertEquals(Set.of("seqs dense"), failed(checks(frames, frames, answers())));
    }

    @Test
    void anEventThatOneConsumerMissesIsFound() {
        for (int place : new int[] {0, 4, due().size() - 1}) {
            List<byte[]> other = due();
            other.remove(place);
            assertEquals(Set.of("bytes: other as whole"), failed(checks(due(), other, answers())));
        }
    }

    @Test
    void anEventThatComesAgainToOneConsumerIsFound() {
        List<byte[]> other = due();
        other.add(other.get(4));
        assertEquals(Set.of("bytes: other as whole"), failed(checks(due(), other, answers())));
    }

    @Test
    void aConsumerThatHearsNothingIsNoProof() {
        Transcript silent = new Transcript("silent", FIRST_SEQ + due().size());
        List<Check> checks = oracle().judge(transcript("whole", due()), List.of(silent), answers());
        assertEquals(Set.of("bytes: silent as whole"), failed(checks));
    }

    @Test
    void aWrongStatusIsFound() {
        Account swallowed = network.accounts().get(2);
        for (Account account : network.accounts()) {
            String word = account == swallowed || account.status() != null ? null : "desynchronized";
            Answers.Repo lie =
                    new Answers.Repo(account.did(), true, word, account.head().rev(), null, null);
            assertEquals(
                    Set.of("getRepoStatus"),
                    failed(checks(due(), due(), answers(all -> all.statuses().put(account.did(), lie)))),
                    () -> account.did());
        }
    }

    @Test
    void anAccountThatIsNotAnsweredForIsFound() {
        String did = network.accounts().getFirst().did();
        assertEquals(Set.of("getRepoStatus", "getLatestCommit"), failed(checks(due(), due(), answers(all -> {
            all.statuses().remove(did);
            all.heads().remove(did);
        }))));
    }

    @Test
    void anotherHeadIsFound() {
        String did = network.accounts().getFirst().did();
        String other = network.accounts().get(1).head().cid().toString();
        assertEquals(
                Set.of("getLatestCommit"),
                failed(checks(
                        due(),
                        due(),
                        answers(all -> all.heads()
                                .computeIfPresent(
                                        did,
                                        (_, head) -> new Answers.Repo(did, null, null, head.rev(), other, null))))));
    }

    @Test
    void aRepoThatIsMissingInTheListIsFound() {
        for (int place = 0; place < network.accounts().size(); place++) {
            int missing = place;
            assertEquals(
                    Set.of("listRepos"),
                    failed(checks(due(), due(), answers(all -> all.repos().remove(missing)))));
        }
    }

    @Test
    void aRepoThatIsListedTwiceOrOutOfOrderIsFound() {
        assertEquals(
                Set.of("listRepos"),
                failed(checks(
                        due(), due(), answers(all -> all.repos().add(all.repos().getLast())))));
        assertEquals(
                Set.of("listRepos"), failed(checks(due(), due(), answers(all -> Collections.swap(all.repos(), 1, 2)))));
    }

    @Test
    void aHostThatIsMissingOrBehindOrHasTooManyAccountsIsFound() {
        List<Consumer<Answers>> flaws = List.of(
                all -> all.hosts().removeFirst(),
                all -> all.hosts().add(new Answers.Host("stranger.example", 1L, 1L, "active")),
                all -> all.hosts().replaceAll(host -> new Answers.Host(host.hostname(), 1L, host.accounts(), "active")),
                all -> all.hosts().replaceAll(host -> new Answers.Host(host.hostname(), host.seq(), 99L, "active")),
                all -> all.hosts()
                        .replaceAll(host -> new Answers.Host(host.hostname(), host.seq(), host.accounts(), "idle")));
        for (Consumer<Answers> flaw : flaws) {
            assertEquals(Set.of("listHosts"), failed(checks(due(), due(), answers(flaw))));
        }
    }

    @Test
    void whatACheckFoundIsToldInWords() {
        List<byte[]> frames = due();
        frames.remove(4);
        Check complete =
                checks(renumbered(frames), renumbered(frames), answers()).getFirst();
        assertFalse(complete.holds());
        assertEquals(1, complete.wrong());
        assertTrue(complete.examples().getFirst().startsWith("missing: #commit of did:plc:"), complete::toString);
    }

    private List<Check> checks(List<byte[]> whole, List<byte[]> other, Answers answers) {
        return oracle().judge(transcript("whole", whole), List.of(transcript("other", other)), answers);
    }

    private Oracle oracle() {
        return new Oracle(network.ledger(), Truth.of(network));
    }

    private static Set<String> failed(List<Check> checks) {
        return checks.stream()
                .filter(check -> !check.holds())
                .map(Check::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Transcript transcript(String name, List<byte[]> frames) {
        Transcript transcript = new Transcript(name, 0);
        frames.forEach(
                frame -> transcript.onFrame(new Received(FrameParts.of(frame).seq(), frame)));
        return transcript;
    }

    /// What must come out, with public seqs.
    private List<byte[]> due() {
        return renumbered(network.ledger().entries().stream()
                .filter(entry -> entry.due() == Ledger.Due.MUST)
                .map(Ledger.Entry::frame)
                .toList());
    }

    private static List<byte[]> renumbered(List<byte[]> frames) {
        List<byte[]> numbered = new ArrayList<>();
        for (byte[] frame : frames) {
            numbered.add(numbered(frame, FIRST_SEQ + numbered.size()));
        }
        return numbered;
    }

    private static byte[] numbered(byte[] frame, long seq) {
        FrameParts parts = FrameParts.of(frame);
        return new Dag(frame.length + Long.BYTES)
                .raw(frame, 0, parts.seqFrom())
                .integer(seq)
                .raw(frame, parts.seqTo(), frame.length - parts.seqTo())
                .toBytes();
    }

    private Answers answers() {
        return answers(_ -> {});
    }

    /// What is true, but for a flaw.
    private Answers answers(Consumer<Answers> flaw) {
        Map<String, Answers.Repo> statuses = new HashMap<>();
        Map<String, Answers.Repo> heads = new HashMap<>();
        List<Answers.Repo> listed = new ArrayList<>();
        Truth truth = Truth.of(network);
        truth.repos().forEach((did, repo) -> {
            boolean isActive = repo.status() == null;
            String rev = isActive ? repo.rev() : null;
            statuses.put(did, new Answers.Repo(did, isActive, repo.word(), rev, null, null));
            heads.put(
                    did,
                    isActive
                            ? new Answers.Repo(did, null, null, rev, repo.head(), null)
                            : new Answers.Repo(did, null, null, null, null, errorOf(did)));
            listed.add(new Answers.Repo(did, isActive, repo.status(), repo.rev(), repo.head(), null));
        });
        List<Answers.Host> hosts = truth.hosts().stream()
                .map(host -> new Answers.Host(host.hostname(), host.seq(), host.accounts(), "active"))
                .collect(Collectors.toCollection(ArrayList::new));
        Answers answers = new Answers(statuses, heads, listed, hosts);
        flaw.accept(answers);
        return answers;
    }

    private String errorOf(String did) {
        return did.equals(network.accounts().get(3).did()) ? "RepoDeactivated" : "RepoTakendown";
    }
}

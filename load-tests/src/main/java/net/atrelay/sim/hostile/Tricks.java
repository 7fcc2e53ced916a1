package net.atrelay.sim.hostile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import net.atrelay.sim.SimClock;
import net.atrelay.sim.repo.Commit;
import net.atrelay.sim.repo.Frames;
import net.atrelay.sim.repo.Repo;
import org.jspecify.annotations.Nullable;

/// What a hostile host says, by its kind. Visits run at the same time.
final class Tricks {
    static final int NEW_ACCOUNTS = 10_000;
    private static final long NEW_ACCOUNT_EVERY_NANOS = TimeUnit.MINUTES.toNanos(1) / NEW_ACCOUNTS;

    private static final long SEQ_MAX = (1L << 53) - 1;
    private static final long DAY_MICROS = TimeUnit.DAYS.toMicros(1);
    private static final int CRUMBS_PREPARED = 10;
    private static final int COMMITS_PREPARED = 120;
    private static final String SUBSCRIBE = "/xrpc/com.atproto.sync.subscribeRepos";
    private static final String ENDLESS_BODY = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"did\":\"";
    private static final String SOUND_DESCRIPTION = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

    private final Hostility kind;
    private final Accomplices accounts;
    private final String trapUrl;
    private final AtomicLong injected;
    private final AtomicLong seqs = new AtomicLong();
    private final SimClock clock = SimClock.system();
    private final Iterator<byte[]> prepared;

    /// @param trapUrl of a server on the relay's own machine
    Tricks(Hostility kind, Accomplices accounts, String trapUrl, AtomicLong injected) {
        this.kind = kind;
        this.accounts = accounts;
        this.trapUrl = trapUrl;
        this.injected = injected;
        prepared = prepare().iterator();
    }

    /// What is dear to make is made beforehand, so that hosts on the relay's own machine take little of it away.
    private List<byte[]> prepare() {
        return switch (kind) {
            case CRUMBS -> commits(List.of(), CRUMBS_PREPARED);
            case MINED_TREE -> commits(Grind.minedKeys(), COMMITS_PREPARED);
            case LONG_KEYS -> commits(Grind.longKeys(), COMMITS_PREPARED);
            default -> List.of();
        };
    }

    private List<byte[]> commits(List<String> keys, int count) {
        List<Repo> repos = accounts.repos();
        List<byte[]> frames = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Repo repo = repos.get(i % repos.size());
            frames.add(frame(
                    kind == Hostility.CRUMBS
                            ? Grind.crumbs(repo, clock.micros())
                            : Grind.turn(repo, keys, clock.micros())));
        }
        return frames;
    }

    private synchronized byte @Nullable [] nextPrepared() {
        return prepared.hasNext() ? prepared.next() : null;
    }

    private void sayPrepared(Visit visit) throws IOException {
        for (byte[] next = nextPrepared(); next != null; next = nextPrepared()) {
            visit.message(next);
            done();
        }
        visit.stayForEver();
    }

    /// Does what the kind says, until the relay hangs up.
    void play(Visit visit) throws IOException {
        if (kind == Hostility.SAYS_NOTHING) {
            done();
            visit.beSilentForEver();
            return;
        }
        String target = visit.readRequest();
        if (target.startsWith(SUBSCRIBE)) {
            stream(visit);
        } else {
            answer(visit, target);
        }
    }

    private void stream(Visit visit) throws IOException {
        switch (kind) {
            case NEVER_ACCEPTS, SAYS_NOTHING -> throw new IOException("kind: " + kind + " (expected: reads requests)");
            case DRIPS_HEADERS -> {
                done();
                visit.say("HTTP/1.1 101 Switching Protocols\r\nX: ").dripForEver((byte) 'x');
            }
            case ENDLESS_HEADERS -> {
                done();
                visit.say("HTTP/1.1 101 Switching Protocols\r\n").sayForEver(latin("X: y\r\n"));
            }
            case REDIRECTS_INWARD -> redirectStream(visit);
            case SILENT_STREAM -> {
                done();
                visit.upgrade("").beSilentForEver();
            }
            case COMPRESSED_FRAME -> squeeze(visit.upgrade("Sec-WebSocket-Extensions: permessage-deflate\r\n"));
            default -> afterUpgrade(visit.upgrade(""));
        }
    }

    private void afterUpgrade(Visit visit) throws IOException {
        switch (kind) {
            case DRIPS_A_FRAME, ENDLESS_FRAGMENTS, HUGE_FRAME, PING_FLOOD -> framing(visit);
            case ENDLESS_LISTING, CIRCULAR_LISTING ->
                visit.message(Frames.info("OutdatedCursor")).stayForEver();
            case ENDLESS_DOCUMENT, DRIPPED_DOCUMENT, COMPRESSED_DOCUMENT -> speakOfWebDid(visit);
            case ENDLESS_STATUS -> speakWhileInactive(visit);
            case DEEP_CBOR, HUGE_MAP, HUGE_BLOCK, CRUMBS, LARGEST_MESSAGES, MINED_TREE, LONG_KEYS -> bombs(visit);
            case FOREIGN_IDENTITIES, NEW_ACCOUNTS, FUTURE_REVS, WILD_SEQS -> floods(visit);
            default -> visit.stayForEver();
        }
    }

    /// The first time by the stream itself; then by the document of the did:web that it speaks of.
    private void redirectStream(Visit visit) throws IOException {
        if (injected.getAndIncrement() == 0) {
            visit.say(redirect());
        } else {
            speakOfWebDid(visit.upgrade(""));
        }
    }

    private void squeeze(Visit visit) throws IOException {
        byte[] squeezed = Bombs.squeezedZeros();
        done();
        // Final, the first reserved bit, binary; a length of two bytes.
        visit.say((byte) 0xc2, (byte) 126, (byte) (squeezed.length >> 8), (byte) squeezed.length)
                .say(squeezed)
                .stayForEver();
    }

    private void framing(Visit visit) throws IOException {
        done();
        switch (kind) {
            case DRIPS_A_FRAME ->
                visit.say((byte) 0x82, (byte) 126, (byte) 0xff, (byte) 0xff).dripForEver((byte) 0);
            case ENDLESS_FRAGMENTS ->
                visit.say((byte) 0x02, (byte) 1, (byte) 7).sayForEver((byte) 0, (byte) 1, (byte) 7);
            case HUGE_FRAME ->
                visit.say((byte) 0x82, (byte) 127, (byte) 0x40).say(new byte[7]).stayForEver();
            default -> visit.sayForEver((byte) 0x89, (byte) 0);
        }
    }

    private void speakOfWebDid(Visit visit) throws IOException {
        visit.message(identity(accounts.webDid())).stayForEver();
    }

    /// Commits of accounts that the host itself has called inactive: the relay asks what holds.
    private void speakWhileInactive(Visit visit) throws IOException {
        for (Repo repo : accounts.repos()) {
            visit.message(Frames.account(repo.did(), "deactivated", now()).at(nextSeq()));
            visit.message(
                    Frames.commit(repo.commit(List.of(), clock.micros()), now()).at(nextSeq()));
        }
        visit.stayForEver();
    }

    private void bombs(Visit visit) throws IOException {
        String did = accounts.repo(0).did();
        switch (kind) {
            case DEEP_CBOR -> messagesForEver(visit, () -> Bombs.deepCbor(did, nextSeq()));
            case LARGEST_MESSAGES -> messagesForEver(visit, () -> Bombs.largestMessage(did, nextSeq()));
            case HUGE_MAP -> {
                done();
                visit.message(Bombs.hugeMap()).stayForEver();
            }
            case HUGE_BLOCK -> commitsForEver(visit, clock.micros(), commit -> Bombs.hugeBlock(commit, nextSeq()));
            default -> sayPrepared(visit);
        }
    }

    private void messagesForEver(Visit visit, Supplier<byte[]> message) throws IOException {
        while (true) {
            visit.message(message.get());
            done();
        }
    }

    /// One commit of each account, signed once and said for ever, so that it costs the host little.
    private void commitsForEver(Visit visit, long micros, Function<Commit, byte[]> frame) throws IOException {
        List<Commit> commits = accounts.repos().stream()
                .map(repo -> repo.commit(List.of(), micros))
                .toList();
        while (true) {
            for (Commit commit : commits) {
                visit.message(frame.apply(commit));
                done();
            }
        }
    }

    private void floods(Visit visit) throws IOException {
        switch (kind) {
            case FOREIGN_IDENTITIES -> speakOfVictims(visit);
            case NEW_ACCOUNTS -> bringAccounts(visit);
            case WILD_SEQS -> countDown(visit);
            default -> commitsForEver(visit, clock.micros() + DAY_MICROS, this::frame);
        }
    }

    private void speakOfVictims(Visit visit) throws IOException {
        while (true) {
            for (String victim : accounts.victims()) {
                visit.message(identity(victim));
                done();
            }
        }
    }

    private void bringAccounts(Visit visit) throws IOException {
        for (int i = 0; i < NEW_ACCOUNTS; i++) {
            Repo repo = accounts.repo(i);
            visit.message(identity(repo.did()));
            visit.message(frame(repo.commit(List.of(), clock.micros())));
            done();
            LockSupport.parkNanos(NEW_ACCOUNT_EVERY_NANOS);
        }
        visit.stayForEver();
    }

    private void countDown(Visit visit) throws IOException {
        String did = accounts.repo(0).did();
        for (long seq = SEQ_MAX; seq > 0; seq--) {
            visit.message(Frames.identity(did, null, now()).at(seq));
            done();
        }
    }

    private void answer(Visit visit, String target) throws IOException {
        switch (kind) {
            case ENDLESS_DESCRIPTION, ENDLESS_LISTING, ENDLESS_DOCUMENT, ENDLESS_STATUS -> {
                done();
                visit.say(ENDLESS_BODY).sayForEver(latin("x".repeat(10_000)));
            }
            case DRIPPED_DESCRIPTION, DRIPPED_DOCUMENT -> {
                done();
                visit.say(ENDLESS_BODY).dripForEver((byte) 'x');
            }
            case COMPRESSED_DOCUMENT -> {
                byte[] squeezed = Bombs.squeezedZeros();
                done();
                visit.say("HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\nContent-Length: " + squeezed.length
                                + "\r\n\r\n")
                        .say(squeezed);
            }
            case CIRCULAR_LISTING -> {
                done();
                String page = "{\"cursor\":\"again\",\"repos\":[]}";
                visit.say("HTTP/1.1 200 OK\r\nContent-Length: " + page.length() + "\r\n\r\n" + page);
            }
            case REDIRECTS_INWARD -> {
                done();
                visit.say(redirect());
            }
            default ->
                visit.say(target.contains("describeServer") ? SOUND_DESCRIPTION : "HTTP/1.1 404 Not Found\r\n\r\n");
        }
    }

    private String redirect() {
        return "HTTP/1.1 302 Found\r\nLocation: " + trapUrl + "\r\nContent-Length: 0\r\n\r\n";
    }

    private byte[] identity(String did) {
        return Frames.identity(did, null, now()).at(nextSeq());
    }

    private byte[] frame(Commit commit) {
        return Frames.commit(commit, now()).at(nextSeq());
    }

    private String now() {
        return SimClock.text(TimeUnit.MICROSECONDS.toMillis(clock.micros()));
    }

    private long nextSeq() {
        return seqs.incrementAndGet();
    }

    private void done() {
        injected.incrementAndGet();
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}

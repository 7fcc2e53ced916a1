package net.atrelay.determ;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.sim.repo.Block;
import net.atrelay.sim.repo.Commit;
import net.atrelay.sim.repo.Dag;
import net.atrelay.sim.repo.Hash;
import net.atrelay.sim.repo.Repo;
import net.atrelay.sim.repo.SigningKey;
import net.atrelay.sim.repo.Tree;
import net.atrelay.sim.repo.Write;

/// Accounts with repos that were signed once and serve all seeds: for each place in an account's history one commit,
/// and one that forks off there and is never announced by the account. Both are signed with each of the account's two
/// keys, and the fork with a stranger's, too. Immutable.
final class SignedPool {
    static final int ACCOUNTS = 8;
    static final int COMMITS = 16;
    static final String TIME = "2026-01-01T00:00:00.000Z";
    /// All revs are older than the virtual time at which a run begins.
    private static final long FIRST_REV_MICROS = 1_767_000_000_000_000L;

    private static final long MINUTE = 60_000_000;
    private static final int LARGE_RECORD_BYTES = 6_000;
    private static final String POST = "app.bsky.feed.post";

    /// Which key signs.
    enum Key {
        FIRST,
        SECOND,
        STRANGER
    }

    /// One account's whole history.
    record Person(Did did, List<Place> places, Map<Key, String> didKeys) {}

    /// What may be announced at one place of the history.
    record Place(Map<Key, Commit> sound, Map<Key, Commit> forks) {}

    private final List<Person> people = new ArrayList<>();

    SignedPool() {
        for (int i = 0; i < ACCOUNTS; i++) {
            people.add(person(i));
        }
    }

    Person person(int index, int of) {
        return people.get(Math.floorMod(index, of));
    }

    private static Person person(int number) {
        String did = "did:plc:" + "abcdefghijklmnopqrstuvw" + (char) ('a' + number);
        Map<Key, SigningKey> keys = new ConcurrentHashMap<>();
        Map<Key, String> didKeys = new ConcurrentHashMap<>();
        for (Key key : Key.values()) {
            SigningKey signing = SigningKey.k256(Hash.sha256(did + key));
            keys.put(key, signing);
            didKeys.put(key, "did:key:" + signing.multikey());
        }
        Repo repo = new Repo(did, keyOf(keys, Key.FIRST), Tree.empty(), number, false);
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < COMMITS; i++) {
            long now = FIRST_REV_MICROS + i * MINUTE;
            Repo.Draft sound = repo.draft(writes(i, "sound"), now);
            Repo.Draft fork = repo.draft(writes(i, "fork"), now);
            repo.apply(sound);
            places.add(new Place(
                    signed(sound.commit(), keys, List.of(Key.FIRST, Key.SECOND)),
                    signed(fork.commit(), keys, List.of(Key.values()))));
        }
        return new Person(new Did(did), List.copyOf(places), Map.copyOf(didKeys));
    }

    private static List<Write> writes(int place, String word) {
        List<Write> writes = new ArrayList<>();
        writes.add(new Write.Create(path(place, word), record(word + place, place % 4 == 3)));
        if (place % 3 == 2) {
            writes.add(new Write.Update(path(place - 1, "sound"), record("again " + word + place, false)));
        }
        if (place % 5 == 4) {
            writes.add(new Write.Delete(path(place - 2, "sound")));
        }
        return writes;
    }

    private static String path(int place, String word) {
        return POST + "/" + word + place;
    }

    private static byte[] record(String text, boolean isLarge) {
        return new Dag(256)
                .map(2)
                .text("text")
                .text(isLarge ? text + "x".repeat(LARGE_RECORD_BYTES) : text)
                .text("$type")
                .text(POST)
                .toBytes();
    }

    private static Map<Key, Commit> signed(Commit commit, Map<Key, SigningKey> keys, List<Key> by) {
        Map<Key, Commit> signed = new ConcurrentHashMap<>();
        for (Key key : by) {
            Block block = Commit.sign(commit.did(), commit.rev(), commit.data(), keyOf(keys, key));
            signed.put(key, commit.withBlock(block));
        }
        return Map.copyOf(signed);
    }

    private static SigningKey keyOf(Map<Key, SigningKey> keys, Key key) {
        return Objects.requireNonNull(keys.get(key));
    }
}

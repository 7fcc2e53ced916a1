package net.atrelay.load;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import net.atrelay.sim.Records;
import net.atrelay.sim.repo.Cid;
import net.atrelay.sim.repo.Leaf;
import net.atrelay.sim.repo.SigningKey;
import net.atrelay.sim.repo.TidClock;
import net.atrelay.sim.repo.Tree;
import org.jspecify.annotations.Nullable;

/// Accounts by number, each a pure function of its number, so that millions need no memory.
///
/// - DIDs grow with the numbers, which lets a store be filled in the order of its keys; a number says nothing else.
/// - One host in fifty is big, and these have nine tenths of the accounts; among big and among small hosts the
///   first have most.
/// - Keys come from a pool, and repos begin as one of a few trees: what signatures and trees cost to verify does
///   not depend on who else has the same.
///
/// Immutable; any thread.
final class Population {
    private static final String PLC = "did:plc:";
    /// Of base 32, but in the order of their characters, so that texts are ordered as the numbers are.
    private static final String DIGITS = "234567abcdefghijklmnopqrstuvwxyz";
    private static final int DIGIT_BITS = 5;
    private static final int NUMBER_DIGITS = 12;
    /// The digits of a place leave these out; each place and the distance between two numbers is a multiple.
    private static final int UNSEEN_BITS = 3;
    private static final long UNSEEN = -1L << UNSEEN_BITS;
    private static final int HOSTS_PER_BIG_ONE = 50;
    private static final double BIG_HOSTS_SHARE = 0.9;
    private static final int KEYS = 1 << 16;
    private static final int TREES = 32;
    private static final double P256_SHARE = 0.15;
    private static final int RECORDS_SPREAD = 10;
    private static final long BORN_MICROS = 1_700_000_000_000_000L;
    private static final long BORN_OVER_MICROS = 31_536_000_000_000L;
    private static final int KEY_BYTES = 32;

    private final Realm realm;
    private final List<String> hostnames;
    private final long stride;
    private final List<SigningKey> keys = new ArrayList<>();
    private final List<String> multikeys = new ArrayList<>();
    private final List<Tree> trees = new ArrayList<>();

    /// What the choices about an account are made of, so that each is independent of the others.
    enum Choice {
        DID,
        DID_REST,
        SIZE_OF_HOST,
        HOST,
        KEY,
        TREE,
        BIRTH,
        STATUS,
        COMMIT,
        SEQ,
        AGE
    }

    /// @param hostnames as the relay knows them, biggest first
    Population(Realm realm, List<String> hostnames) {
        this.realm = realm;
        this.hostnames = hostnames;
        stride = Long.MAX_VALUE / realm.accounts() & UNSEEN;
        SplittableRandom random = new SplittableRandom(realm.seed());
        for (int i = 0; i < Math.min(KEYS, realm.accounts()); i++) {
            byte[] scalar = new byte[KEY_BYTES];
            random.nextBytes(scalar);
            scalar[0] &= 0x7f; // below the order of both groups
            SigningKey key = random.nextDouble() < P256_SHARE ? SigningKey.p256(scalar) : SigningKey.k256(scalar);
            keys.add(key);
            multikeys.add(key.multikey());
        }
        for (int i = 0; i < TREES; i++) {
            trees.add(tree(i, random));
        }
    }

    Realm realm() {
        return realm;
    }

    String did(long number) {
        long place = number * stride + (Math.floorMod(bits(number, Choice.DID), stride) & UNSEEN);
        StringBuilder did = new StringBuilder(PLC);
        appendDigits(did, place << 1);
        appendDigits(did, bits(number, Choice.DID_REST));
        return did.toString();
    }

    /// Writes the highest sixty bits.
    private static void appendDigits(StringBuilder text, long bits) {
        for (int i = 1; i <= NUMBER_DIGITS; i++) {
            text.append(DIGITS.charAt((int) (bits >>> Long.SIZE - i * DIGIT_BITS) & DIGITS.length() - 1));
        }
    }

    /// The number of an account; null for a DID that is not of this population.
    @Nullable
    Long numberOf(String did) {
        if (did.length() <= PLC.length() + NUMBER_DIGITS) {
            return null;
        }
        long place = 0;
        for (int i = 0; i < NUMBER_DIGITS; i++) {
            place = place << DIGIT_BITS | Math.max(0, DIGITS.indexOf(did.charAt(PLC.length() + i)));
        }
        long number = (place << UNSEEN_BITS) / stride;
        return number < realm.accounts() && did(number).equals(did) ? number : null;
    }

    String handle(long number) {
        return "user" + number + ".sim.test";
    }

    /// The number of the account's host.
    int hostOf(long number) {
        int big = Math.max(1, hostnames.size() / HOSTS_PER_BIG_ONE);
        int small = hostnames.size() - big;
        double skewed = Math.pow(share(number, Choice.HOST), 2);
        boolean isBig = small == 0 || share(number, Choice.SIZE_OF_HOST) < BIG_HOSTS_SHARE;
        return isBig ? (int) (skewed * big) : big + (int) (skewed * small);
    }

    String hostname(int host) {
        return hostnames.get(host);
    }

    int hosts() {
        return hostnames.size();
    }

    /// The seq that a host has reached before it says anything more.
    static long seqReached(int host) {
        return 1_000_000L + 1_000L * host;
    }

    /// The seq of the last thing that the account's host has said of it.
    long lastSeq(long number) {
        return 1 + Math.floorMod(bits(number, Choice.SEQ), seqReached(hostOf(number)));
    }

    SigningKey key(long number) {
        return keys.get(keyOf(number));
    }

    String multikey(long number) {
        return multikeys.get(keyOf(number));
    }

    private int keyOf(long number) {
        return Math.floorMod(bits(number, Choice.KEY), keys.size());
    }

    /// What the account's repo held at its newest commit.
    Tree tree(long number) {
        return trees.get(Math.floorMod(bits(number, Choice.TREE), trees.size()));
    }

    int clockId(long number) {
        return (int) bits(number, Choice.BIRTH) & 1023;
    }

    /// The rev of the account's newest commit.
    String rev(long number) {
        long micros = BORN_MICROS + Math.floorMod(bits(number, Choice.BIRTH), BORN_OVER_MICROS);
        return TidClock.of(micros, clockId(number));
    }

    /// The address of that commit, which nobody has got.
    Cid commit(long number) {
        byte[] digest = new byte[KEY_BYTES];
        new SplittableRandom(bits(number, Choice.COMMIT)).nextBytes(digest);
        return new Cid(digest);
    }

    /// Sixty-four bits that decide something about the account.
    long bits(long number, Choice choice) {
        long z = (number + 1) * 0x9e3779b97f4a7c15L + (choice.ordinal() + 1) * 0xd1342543de82ef95L + realm.seed();
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    /// The same as a number from 0 to below 1.
    double share(long number, Choice choice) {
        return (bits(number, choice) >>> 11) * 0x1.0p-53;
    }

    private Tree tree(int which, SplittableRandom random) {
        int least = Math.max(1, realm.records() / RECORDS_SPREAD);
        double step = which / (double) (TREES - 1);
        int records = (int) Math.round(least * Math.pow(realm.records() / (double) least, step));
        TreeMap<String, Leaf> leaves = new TreeMap<>();
        while (leaves.size() < records) {
            byte[] digest = new byte[KEY_BYTES];
            random.nextBytes(digest);
            String key = TidClock.of(BORN_MICROS - random.nextLong(BORN_OVER_MICROS), random.nextInt(1024));
            leaves.put(Records.someCollection(random) + "/" + key, new Leaf(new Cid(digest), null));
        }
        return Tree.of(leaves);
    }
}

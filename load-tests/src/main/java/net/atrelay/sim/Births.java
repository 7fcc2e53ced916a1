package net.atrelay.sim;

import java.util.SplittableRandom;
import java.util.TreeMap;
import net.atrelay.sim.host.SimHost;
import net.atrelay.sim.repo.Base32;
import net.atrelay.sim.repo.Cid;
import net.atrelay.sim.repo.Hash;
import net.atrelay.sim.repo.Leaf;
import net.atrelay.sim.repo.Repo;
import net.atrelay.sim.repo.SigningKey;
import net.atrelay.sim.repo.TidClock;
import net.atrelay.sim.repo.Tree;

/// Makes accounts from a seed and a number: identity, keys and the repo they begin with.
record Births(WorldConfig config) {

    private static final int P256_PERCENT = 15;
    private static final long RECORD_EVERY_MICROS = 3_600_000_000L;

    Account born(int number, SimHost host, boolean withHistory, long nowMicros) {
        byte[] seed = Hash.sha256("account/" + config.seed() + "/" + number);
        String did = "did:plc:" + Base32.encode(seed).substring(0, 24);
        SplittableRandom random = new SplittableRandom(config.seed() * 1_000_003 + number);
        TreeMap<String, Leaf> leaves = new TreeMap<>();
        if (withHistory) {
            history(did, number < config.large(), random, leaves, nowMicros);
        }
        Repo repo = new Repo(did, key(did, 0), Tree.of(leaves), random.nextInt(1024), config.keepRecords());
        Account account = new Account(did, "user" + number + ".sim.test", repo, host, random);
        leaves.keySet().forEach(account::remember);
        return account;
    }

    /// The key an account uses after so many rotations; a share of the accounts is on P-256.
    static SigningKey key(String did, int turn) {
        byte[] scalar = Hash.sha256("key/" + did + "/" + turn);
        // Below the order of both groups.
        scalar[0] &= 0x7f;
        return (Hash.sha256(did)[0] & 0xff) * 100 < P256_PERCENT * 256
                ? SigningKey.p256(scalar)
                : SigningKey.k256(scalar);
    }

    private void history(
            String did, boolean isLarge, SplittableRandom random, TreeMap<String, Leaf> leaves, long nowMicros) {
        double drawn = Math.pow(random.nextDouble(), 3);
        double skew = isLarge ? 1 : drawn;
        double most = Math.max(config.recordsMax(), config.recordsMin());
        int records = (int) (config.recordsMin() * Math.pow(most / Math.max(1, config.recordsMin()), skew));
        TidClock keys = new TidClock(random.nextInt(1024));
        long micros = nowMicros - (records + 1) * RECORD_EVERY_MICROS;
        for (int i = 0; i < records; i++) {
            micros += RECORD_EVERY_MICROS;
            String collection = Records.someCollection(random);
            String path = collection + "/" + keys.next(micros - random.nextInt(1_000_000));
            Leaf leaf = config.keepRecords()
                    ? Leaf.of(Records.of(collection, random, did, SimClock.text(micros / 1_000)))
                    : new Leaf(new Cid(Records.bytes(random)), null);
            leaves.put(path, leaf);
        }
    }
}

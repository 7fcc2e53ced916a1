package net.atrelay.sim.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import net.atrelay.sim.plc.SimPlc;
import net.atrelay.sim.repo.Base32;
import net.atrelay.sim.repo.Hash;
import net.atrelay.sim.repo.Repo;
import net.atrelay.sim.repo.SigningKey;
import net.atrelay.sim.repo.Tree;

/// Accounts that a hostile host has in the directory, so that what it says of them is looked at: some with repos, and
/// as many without as there is use for.
///
/// @param hostname of the host
/// @param victims accounts of other hosts
record Accomplices(String hostname, SimPlc plc, List<String> victims) {
    private static final int REPOS = 20;

    /// Empty repos of some accounts. What they sign is valid.
    List<Repo> repos() {
        List<Repo> repos = new ArrayList<>();
        for (int i = 0; i < REPOS; i++) {
            repos.add(repo(i));
        }
        return repos;
    }

    /// An empty repo of an account that is in the directory from now on.
    Repo repo(int number) {
        String did = did(number);
        SigningKey key = key(number);
        plc.put(
                did,
                new SimPlc.Identity("hostile" + number + ".sim.test", key.multikey(), "http://" + hostname, false));
        return new Repo(did, key, Tree.of(new TreeMap<>()), number, false);
    }

    /// The DID of its did:web.
    String webDid() {
        return "did:web:" + hostname.replace(":", "%3A");
    }

    /// All that a host of this kind speaks for, but for the victims.
    List<String> dids(Hostility kind) {
        List<String> dids = new ArrayList<>();
        dids.add(webDid());
        int accounts = kind == Hostility.NEW_ACCOUNTS ? Tricks.NEW_ACCOUNTS : REPOS;
        for (int i = 0; i < accounts; i++) {
            dids.add(did(i));
        }
        return dids;
    }

    private String did(int number) {
        return "did:plc:" + Base32.encode(Hash.sha256(hostname + "/" + number)).substring(0, 24);
    }

    private SigningKey key(int number) {
        byte[] scalar = Hash.sha256("key/" + hostname + "/" + number % REPOS);
        // Below the order of the group.
        scalar[0] &= 0x7f;
        return SigningKey.k256(scalar);
    }
}

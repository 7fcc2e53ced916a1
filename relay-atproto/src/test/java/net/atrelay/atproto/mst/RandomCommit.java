package net.atrelay.atproto.mst;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.stream.RepoOp;
import net.atrelay.atproto.stream.RepoOp.Action;

/// A random tree and true ops on it, in random order.
final class RandomCommit {
    private static final int RECORDS = 50;
    private static final Cid[] BY_NUMBER = records();

    final PlainTree before;
    final PlainTree after;
    final List<RepoOp> ops = new ArrayList<>();

    private final Random random;
    private final NavigableMap<String, Cid> entries = new TreeMap<>();

    RandomCommit(Random random) {
        this.random = random;
        int size = random.nextInt(8) == 0 ? random.nextInt(120) : random.nextInt(20);
        for (int i = 0; i < size; i++) {
            entries.put(Keys.any(random), record());
        }
        before = new PlainTree(entries);
        if (random.nextInt(16) == 0) {
            deleteAll();
        } else {
            change();
        }
        after = new PlainTree(entries);
        Collections.shuffle(ops, random);
    }

    List<String> paths() {
        return ops.stream().map(RepoOp::path).toList();
    }

    /// The nodes that the tree before does not have.
    Set<Cid> newNodes() {
        Set<Cid> cids = new HashSet<>(after.blocks.keySet());
        cids.removeAll(before.blocks.keySet());
        return cids;
    }

    private void deleteAll() {
        entries.forEach((path, cid) -> ops.add(new RepoOp(Action.DELETE, path, null, cid)));
        entries.clear();
        String path = Keys.any(random);
        if (random.nextBoolean() && !before.entries.containsKey(path)) {
            create(path);
        }
    }

    private void change() {
        Set<String> touched = new HashSet<>();
        int count = random.nextInt(4) == 0 ? random.nextInt(20) : 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            String any = Keys.any(random);
            String near = random.nextBoolean() ? entries.floorKey(any) : entries.ceilingKey(any);
            String path = near == null || random.nextInt(3) == 0 ? any : near;
            if (touched.add(path)) {
                Cid old = entries.get(path);
                if (old == null) {
                    create(path);
                } else if (random.nextInt(3) == 0) {
                    Cid cid = record();
                    ops.add(new RepoOp(Action.UPDATE, path, cid, old));
                    entries.put(path, cid);
                } else {
                    ops.add(new RepoOp(Action.DELETE, path, null, old));
                    entries.remove(path);
                }
            }
        }
    }

    private void create(String path) {
        if (!entries.containsKey(path)) {
            Cid cid = record();
            ops.add(new RepoOp(Action.CREATE, path, cid, null));
            entries.put(path, cid);
        }
    }

    private Cid record() {
        return BY_NUMBER[random.nextInt(RECORDS)];
    }

    private static Cid[] records() {
        Cid[] cids = new Cid[RECORDS];
        for (int i = 0; i < RECORDS; i++) {
            cids[i] = Keys.record(i);
        }
        return cids;
    }
}

package net.atrelay.sim.repo;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One account's repository: its tree, its last commit and the rules by which the next one is made.
///
/// A commit can be *drafted* without being applied, which is how faulty announcements are built beside a sound repo.
/// Owned by the thread that commits; others may ask for the head and the export.
public final class Repo {

    private final String did;
    private final TidClock revs;
    private SigningKey key;
    private final Tree beginning;
    private final boolean keepRecords;
    private int generation;
    private volatile @Nullable Draft state;

    /// A repo without any commit yet, on a tree that may hold records already.
    ///
    /// @param keepRecords whether records' bytes stay in memory for [#export]
    public Repo(String did, SigningKey key, Tree tree, int clockId, boolean keepRecords) {
        this.did = did;
        this.key = key;
        this.keepRecords = keepRecords;
        this.beginning = tree;
        this.revs = new TidClock(clockId);
        this.generation = TreeBuilder.GENERATION;
    }

    /// A commit together with the tree it leads to, not yet part of the repo.
    public record Draft(Commit commit, Tree tree) {}

    /// Makes the next commit and moves the repo to it.
    public Commit commit(List<Write> writes, long nowMicros) {
        return apply(draft(writes, nowMicros));
    }

    /// Moves the repo to a commit drafted on its present state.
    public Commit apply(Draft draft) {
        state = draft;
        return draft.commit();
    }

    /// Makes the next commit and leaves the repo as it is. An empty list of writes makes an empty commit.
    public Draft draft(List<Write> writes, long nowMicros) {
        generation++;
        Tree next = tree();
        List<RepoOp> ops = new ArrayList<>(writes.size());
        List<String> touched = new ArrayList<>(writes.size());
        List<Block> records = new ArrayList<>(writes.size());
        for (Write write : writes) {
            next = change(next, write, ops, records);
            touched.add(write.path());
        }
        Draft last = state;
        Commit before = last == null ? null : last.commit();
        // A host sends the empty node with the first commit, and no node at all with a later commit without ops.
        List<Block> proof = before != null && writes.isEmpty() ? List.of() : next.slice(touched, generation);
        String rev = revs.next(nowMicros);
        Cid data = next.data();
        Commit commit = new Commit(
                did,
                rev,
                data,
                Commit.sign(did, rev, data, key),
                before == null ? null : before.rev(),
                before == null ? null : before.data(),
                ops,
                proof,
                records);
        return new Draft(commit, next);
    }

    private Tree change(Tree from, Write write, List<RepoOp> ops, List<Block> records) {
        Leaf leaf = from.find(write.path());
        Cid old = leaf == null ? null : leaf.cid();
        boolean isFree = write instanceof Write.Create;
        if (isFree != (old == null)) {
            throw new IllegalArgumentException(
                    "path: " + write.path() + " (expected: a path " + (isFree ? "that is free)" : "in use)"));
        }
        return switch (write) {
            case Write.Create(String path, byte[] record) -> put(from, "create", path, record, null, ops, records);
            case Write.Update(String path, byte[] record) -> put(from, "update", path, record, old, ops, records);
            case Write.Delete(String path) -> {
                ops.add(new RepoOp("delete", path, null, old));
                yield from.remove(path, generation);
            }
        };
    }

    private Tree put(
            Tree from,
            String action,
            String path,
            byte[] record,
            @Nullable Cid old,
            List<RepoOp> ops,
            List<Block> records) {
        Block block = Block.of(record);
        records.add(block);
        ops.add(new RepoOp(action, path, block.cid(), old));
        return from.put(path, new Leaf(block.cid(), keepRecords ? block : null), generation);
    }

    /// The whole repository as a CAR file: the commit, all nodes and, where kept, all records.
    public byte[] export() {
        Draft last = state();
        Car car = new Car(last.commit().cid());
        car.add(last.commit().block());
        last.tree().forEachNodeBlock(car::add);
        last.tree().forEach((path, leaf) -> {
            Block block = leaf.block();
            if (block != null) {
                car.add(block);
            }
        });
        return car.toBytes();
    }

    /// Signs from now on with another key.
    public void rotate(SigningKey other) {
        key = other;
    }

    /// The account.
    public String did() {
        return did;
    }

    /// The present signing key.
    public SigningKey key() {
        return key;
    }

    /// The present tree.
    public Tree tree() {
        Draft last = state;
        return last == null ? beginning : last.tree();
    }

    /// The last commit.
    ///
    /// @throws IllegalStateException if there is none yet
    public Commit head() {
        return state().commit();
    }

    private Draft state() {
        Draft last = state;
        if (last == null) {
            throw new IllegalStateException("head: none (expected: a first commit was made)");
        }
        return last;
    }
}

package net.atrelay.store.rocks;

import net.atrelay.store.Invariant;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.log.DeferredFrame;
import net.atrelay.store.log.Followed;
import net.atrelay.store.log.HostCursor;
import net.atrelay.store.log.HostPut;
import net.atrelay.store.log.LogBatch;
import net.atrelay.store.log.LogWriter;
import net.atrelay.store.log.Outcome;
import net.atrelay.store.log.TopicPlace;
import net.atrelay.store.record.AccountCodec;
import net.atrelay.store.record.AccountFacts;
import net.atrelay.store.record.DeferredCodec;
import net.atrelay.store.record.HostCodec;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/// Turns each batch of the appender into one RocksDB write, which is synced unless the store is a copy. Owned by the
/// appender thread.
final class RocksWriter implements LogWriter, AutoCloseable {
    private final Database database;
    private final RocksLog log;
    private final SeqMark seqMark;
    private final TimeIndex times;
    private final WriteBatch batch = new WriteBatch();
    private final byte[] seqKey = new byte[Long.BYTES];
    private final AccountChanges changes;
    private final RocksNotes notes;
    private final boolean isCopy;
    private long nextSeq;

    /// @param isCopy whether all that is written can be read again elsewhere
    RocksWriter(
            Database database,
            RocksLog log,
            SeqMark seqMark,
            TimeIndex times,
            Takedowns takedowns,
            RocksNotes notes,
            boolean isCopy) {
        this.isCopy = isCopy;
        this.database = database;
        this.log = log;
        this.seqMark = seqMark;
        this.times = times;
        this.notes = notes;
        changes = new AccountChanges(database, takedowns);
        nextSeq = log.tip() + 1;
    }

    @Override
    public long nextSeq() {
        return nextSeq;
    }

    @Override
    public @Nullable HostCursor cursor(String host) {
        return RocksHosts.cursor(database, host);
    }

    @Override
    public void write(LogBatch work) {
        Invariant.check(work.firstSeq() == nextSeq, "firstSeq: not the next (expected: dense)");
        Invariant.check(!isCopy || work.frames().length == 0, "frames: some (expected: none in a copy)");
        batch.clear();
        try {
            putEvents(work);
            putStates(work);
            for (Outcome outcome : work.outcomes()) {
                putWaiting(outcome);
            }
            putHosts(work);
            putFollowed(work);
        } catch (RocksDBException e) {
            throw new StoreFailedException("batch not built", e);
        }
        notes.take(work);
        seqMark.allow(nextSeq, work.nextSeq());
        if (isCopy) {
            database.writeUnsynced(batch);
        } else {
            database.write(batch);
        }
        changes.written();
        nextSeq = work.nextSeq();
        log.tipMovedTo(nextSeq - 1);
    }

    @Override
    public void close() {
        batch.close();
    }

    private void putEvents(LogBatch work) throws RocksDBException {
        if (work.frames().length == 0) {
            return;
        }
        ColumnFamilyHandle events = database.handle(Family.EVENTS);
        long seq = work.firstSeq();
        for (byte[] frame : work.frames()) {
            Keys.number(seq++, seqKey);
            batch.put(events, seqKey, frame);
        }
        batch.put(database.handle(Family.META), Keys.NEXT_SEQ, Keys.number(seq));
        times.mark(work.firstSeq(), work.writtenAtMicros(), batch);
    }

    private void putStates(LogBatch work) throws RocksDBException {
        ColumnFamilyHandle accounts = database.handle(Family.ACCOUNTS);
        for (AccountState state : work.states()) {
            byte[] key = Keys.did(state.did());
            byte[] old = database.get(Family.ACCOUNTS, key);
            AccountFacts before = old == null ? AccountFacts.ABSENT : AccountCodec.factsOf(old);
            changes.change(state.did(), before, AccountFacts.of(state), work.writtenAtMicros(), batch);
            batch.put(accounts, key, AccountCodec.encode(state));
        }
        changes.putCounts(batch);
    }

    private void putWaiting(Outcome outcome) throws RocksDBException {
        ColumnFamilyHandle deferred = database.handle(Family.DEFERRED);
        Long released = outcome.released();
        if (released != null) {
            batch.delete(deferred, Keys.deferred(outcome.did(), released));
        }
        DeferredFrame defers = outcome.defers();
        if (defers != null) {
            batch.put(deferred, Keys.deferred(outcome.did(), defers.number()), DeferredCodec.encode(defers));
        }
    }

    private void putHosts(LogBatch work) throws RocksDBException {
        ColumnFamilyHandle hosts = database.handle(Family.HOSTS);
        for (HostPut put : work.hostPuts()) {
            putFacts(put.record(), hosts);
        }
        for (HostCursor cursor : work.cursors()) {
            batch.put(hosts, Keys.host(Keys.HOST_CURSOR, cursor.host()), HostCodec.encodeCursor(cursor));
        }
    }

    private void putFollowed(LogBatch work) throws RocksDBException {
        ColumnFamilyHandle hosts = database.handle(Family.HOSTS);
        for (Followed followed : work.followed()) {
            for (Outcome outcome : followed.outcomes()) {
                putWaiting(outcome);
            }
            for (HostRecord host : followed.hosts()) {
                putFacts(host, hosts);
            }
            for (HostCursor cursor : followed.cursors()) {
                batch.put(hosts, Keys.host(Keys.HOST_CURSOR, cursor.host()), HostCodec.encodeCursor(cursor));
            }
            putPlace(followed.place());
        }
        for (TopicPlace place : work.places()) {
            putPlace(place);
        }
    }

    private void putPlace(TopicPlace place) throws RocksDBException {
        batch.put(
                database.handle(Family.META), Keys.place(place.topic(), place.partition()), Keys.number(place.next()));
    }

    private void putFacts(HostRecord host, ColumnFamilyHandle hosts) throws RocksDBException {
        byte[] key = Keys.host(Keys.HOST_FACTS, host.hostname());
        byte[] oldFacts = database.get(Family.HOSTS, key);
        if (oldFacts != null) {
            long oldAddedAt = HostCodec.decode(host.hostname(), oldFacts, null).addedAtMicros();
            batch.delete(hosts, Keys.hostOrder(oldAddedAt, host.hostname()));
        }
        batch.put(hosts, key, HostCodec.encodeFacts(host));
        batch.put(hosts, Keys.hostOrder(host.addedAtMicros(), host.hostname()), new byte[0]);
    }
}

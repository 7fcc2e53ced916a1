package net.atrelay.store.rocks;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import net.atrelay.store.FatalHandler;
import net.atrelay.store.StoreConfig;
import net.atrelay.store.StoreMetrics;
import net.atrelay.store.StoreOpenException;
import net.atrelay.store.StoreOpenException.Reason;
import net.atrelay.store.account.AccountCounts;
import net.atrelay.store.account.AccountIndex;
import net.atrelay.store.account.AccountTable;
import net.atrelay.store.account.CollectionIndex;
import net.atrelay.store.account.TakedownIndex;
import net.atrelay.store.account.TakedownView;
import net.atrelay.store.audit.AuditTable;
import net.atrelay.store.bus.FrameSettled;
import net.atrelay.store.host.ActivityTable;
import net.atrelay.store.host.CrawlRuleTable;
import net.atrelay.store.host.HostTable;
import net.atrelay.store.host.JournalTable;
import net.atrelay.store.log.Appender;
import net.atrelay.store.log.DeferredTable;
import net.atrelay.store.log.EventLog;
import net.atrelay.store.log.Followed;
import net.atrelay.store.log.FollowedTables;
import net.atrelay.store.log.LogWriter;
import net.atrelay.store.log.OutcomeSink;
import net.atrelay.store.record.UnreadableRecord;
import net.atrelay.store.tail.RingTail;
import net.atrelay.store.tail.Tail;

/// One relay's durable data, open: the log, the tables, the appender and the hot tail, on one data directory.
///
/// Open: directory, database, seq check, account index, appender, retention. Close, after all senders have
/// stopped: the appender writes what it was given, then retention, then the database, then the directory's lock.
public final class RocksStore implements AutoCloseable {
    private final DataDirectory directory;
    private final Database database;
    private final FatalHandler fatal;
    private final SeqMark seqMark;
    private final RocksLog log;
    private final RocksWriter writer;
    private final RingTail tail;
    private final Appender appender;
    private final Retention retention;
    private final AccountTable accounts;
    private final RocksAccountIndex accountIndex;
    private final Takedowns takedowns;

    private final RocksRules rules;
    private final RocksJournals journals;
    private final RocksActivities activities;
    private final HostTable hosts;
    private final DeferredTable deferred;
    private final RocksAudit audit;
    private final FollowedTables followed;
    private boolean isClosed;

    private RocksStore(DataDirectory directory, Database database, SeqMark seqMark, Setup setup) {
        this.directory = directory;
        this.database = database;
        this.seqMark = seqMark;
        StoreConfig config = setup.config();
        fatal = setup.fatal();
        SeqWindow window = new SeqStart(database, seqMark, directory.path(), config).find();
        seqMark.allow(window.next(), window.next() + 1);
        TimeIndex times = new TimeIndex(
                database,
                TimeUnit.MILLISECONDS.toMicros(config.timeIndexInterval().toMillis()));
        log = new RocksLog(database, fatal, window, config.readAheadBytes());
        new AccountIndexing(database).ensure();
        takedowns = Takedowns.load(database);
        rules = new RocksRules(database, fatal);
        journals = new RocksJournals(database, fatal, RocksJournals.READER);
        audit = new RocksAudit(database, fatal);
        activities = new RocksActivities(database, fatal);
        RocksNotes notes = new RocksNotes(rules, journals, audit, activities);
        writer = new RocksWriter(database, log, seqMark, times, takedowns, notes, setup.isCopy());
        tail = new RingTail(config.tailBytesMax(), log.tip());
        LogWriter way = setup.wrapWriter().apply(writer);
        appender = new Appender(way, tail, config, setup.metrics(), fatal, setup.clock());
        retention = new Retention(database, log, times, config, setup.metrics(), fatal, setup.clock());
        accounts = new RocksAccounts(database, fatal);
        accountIndex = new RocksAccountIndex(database, fatal);

        hosts = new RocksHosts(database, appender, rules, fatal);
        deferred = new RocksDeferred(database, fatal);
        followed = new RocksFollowed(database, appender, fatal);
        setup.metrics().watchTail(tail::bytes, tail::firstSeq);
        setup.metrics().watchWindow(log::firstSeq, log::tip);
        setup.metrics()
                .watchMemory(database::blockCacheBytes, database::writeBuffersBytes, database::tableReadersBytes);
    }

    /// Opens or makes the store and starts its threads.
    ///
    /// @param fatal called when the data can no longer be written or trusted
    /// @throws StoreOpenException with one line for the operator
    public static RocksStore open(Path dataDir, StoreConfig config, StoreMetrics metrics, FatalHandler fatal) {
        return open(dataDir, new Setup(config, metrics, fatal, InstantSource.system(), writer -> writer, false));
    }

    /// As [#open(Path, StoreConfig, StoreMetrics, FatalHandler)], but makes none.
    public static RocksStore openExisting(Path dataDir, StoreConfig config, StoreMetrics metrics, FatalHandler fatal) {
        DataDirectory.checkThere(dataDir);
        return open(dataDir, config, metrics, fatal);
    }

    /// As [#open(Path, StoreConfig, StoreMetrics, FatalHandler)], with something that publishes each batch elsewhere
    /// before it is written here.
    ///
    /// @param publisher puts itself before the writer that it is given
    public static RocksStore open(
            Path dataDir,
            StoreConfig config,
            StoreMetrics metrics,
            FatalHandler fatal,
            UnaryOperator<LogWriter> publisher) {
        return open(dataDir, new Setup(config, metrics, fatal, InstantSource.system(), publisher, false));
    }

    /// As [#open(Path, StoreConfig, StoreMetrics, FatalHandler, UnaryOperator)], for tables that are a
    /// copy: what they lack can be read again elsewhere, from the places that they have themselves. Writes
    /// are not synced: a power cut may take the newest back, all together; the process's end takes none.
    public static RocksStore openCopy(
            Path dataDir,
            StoreConfig config,
            StoreMetrics metrics,
            FatalHandler fatal,
            UnaryOperator<LogWriter> publisher) {
        return open(dataDir, new Setup(config, metrics, fatal, InstantSource.system(), publisher, true));
    }

    static RocksStore open(Path dataDir, Setup setup) {
        DataDirectory directory = DataDirectory.open(dataDir);
        Database database = null;
        try {
            SeqMark seqMark = SeqMark.open(directory.seqFile(), setup.config().seqStrideEvents());
            database = Database.open(directory.database(), setup.config());
            RocksStore store = new RocksStore(directory, database, seqMark, setup);
            store.appender.start();
            store.retention.start();
            return store;
        } catch (RuntimeException e) {
            if (database != null) {
                database.close();
            }
            directory.close();
            throw refusal(dataDir, e);
        }
    }

    /// Failures of the database and of small files become a line for the operator; a fault of this program stays
    /// what it is.
    private static RuntimeException refusal(Path dataDir, RuntimeException failure) {
        boolean isUnreadable = failure instanceof UnreadableRecord;
        if (!isUnreadable && !(failure instanceof StoreFailedException) && !(failure instanceof UncheckedIOException)) {
            return failure;
        }
        String why = String.valueOf(failure.getMessage()) + " (" + failure.getCause() + ")";
        return new StoreOpenException(
                isUnreadable ? Reason.CORRUPT : Reason.UNWRITABLE,
                "data directory " + dataDir + ": " + why.replace('\n', ' '),
                failure);
    }

    public EventLog log() {
        return log;
    }

    public Tail tail() {
        return tail;
    }

    public OutcomeSink outcomes() {
        return appender;
    }

    /// Takes what other nodes have made durable, and knows how far that has come.
    public FollowedTables followed() {
        return followed;
    }

    /// Who hears of what was taken over from other nodes, on the appender thread, once it is durable. Must not block.
    public void onFollowed(Consumer<Followed> listener) {
        appender.onFollowed(listener);
    }

    /// Takes over the audit of other nodes too.
    ///
    /// @param recordsMax changes of which at least so many are kept
    public void followAudit(int recordsMax) {
        audit.keepFollowed(recordsMax);
    }

    /// Who hears that frames have left the flight. To be set before the first frame is offered to the bus.
    public void onSettled(FrameSettled listener) {
        appender.onSettled(listener);
    }

    public AccountTable accounts() {
        return accounts;
    }

    public AccountCounts accountCounts() {
        return accountIndex;
    }

    public AccountIndex accountIndex() {
        return accountIndex;
    }

    public CollectionIndex collections() {
        return accountIndex;
    }

    public TakedownView takedowns() {
        return takedowns;
    }

    public TakedownIndex takedownIndex() {
        return accountIndex;
    }

    public HostTable hosts() {
        return hosts;
    }

    public CrawlRuleTable crawlRules() {
        return rules;
    }

    /// Journals as the process that reads hosts writes them.
    public JournalTable journals() {
        return journals;
    }

    /// Journals as a node that judges accounts writes them.
    ///
    /// @param writer name of the node; empty for the process that reads hosts
    public JournalTable journals(String writer) {
        return writer.isEmpty() ? journals : new RocksJournals(database, fatal, writer);
    }

    /// What other nodes say of the hosts that they read.
    public ActivityTable activities() {
        return activities;
    }

    public DeferredTable deferred() {
        return deferred;
    }

    public AuditTable audit() {
        return audit;
    }

    Retention retention() {
        return retention;
    }

    Database database() {
        return database;
    }

    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        appender.close();
        retention.close();
        if (!appender.hasFailed()) {
            seqMark.settle(writer.nextSeq());
        }
        database.close();
        writer.close();
        log.close();
        directory.close();
    }

    /// What a store is made of beside its directory.
    ///
    /// @param wrapWriter puts something between appender and database
    /// @param isCopy whether all of it can be read again elsewhere
    record Setup(
            StoreConfig config,
            StoreMetrics metrics,
            FatalHandler fatal,
            InstantSource clock,
            UnaryOperator<LogWriter> wrapWriter,
            boolean isCopy) {}
}

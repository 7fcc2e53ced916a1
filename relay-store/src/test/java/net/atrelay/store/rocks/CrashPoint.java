package net.atrelay.store.rocks;

import net.atrelay.store.tail.RingTail;

/// Where a process is killed: when one of its threads enters a method for the n-th time. What a step has made durable
/// is looked at when the step that follows it begins.
enum CrashPoint {
    MARKER_TO_BE_WRITTEN(Past.NONE, DurableFile.class, "write", 1),
    MARKER_NOT_RENAMED(Past.NONE, DurableFile.class, "rename", 1),
    MARKER_RENAMED(Past.NONE, DurableFile.class, "syncDirectory", 1),
    DATABASE_TO_BE_MADE(Past.NONE, Database.class, "open", 1),
    DATABASE_MADE(Past.NONE, SeqStart.class, "find", 1),
    FIRST_SEQ_TO_BE_WRITTEN(Past.NONE, SeqStart.class, "startAt", 1),
    FIRST_SEQ_WRITTEN(Past.NONE, SeqMark.class, "allow", 1),
    FIRST_MARK_NOT_RENAMED(Past.NONE, DurableFile.class, "rename", 2),
    FIRST_MARK_RENAMED(Past.NONE, DurableFile.class, "syncDirectory", 2),
    FIRST_INDEX_TO_BE_MADE(Past.NONE, AccountIndexing.class, "ensure", 1),
    FIRST_INDEX_MADE(Past.NONE, Takedowns.class, "load", 1),

    LOGS_TO_BE_CUT(Past.KILLED, WriteAheadLogs.class, "cutRubbish", 1),
    DATABASE_RECOVERED(Past.KILLED, SeqStart.class, "find", 1),
    MARK_TO_BE_RAISED_AT_START(Past.CLOSED, SeqMark.class, "write", 1),
    MARK_NOT_RENAMED_AT_START(Past.CLOSED, DurableFile.class, "rename", 1),
    MARK_RENAMED_AT_START(Past.CLOSED, DurableFile.class, "syncDirectory", 1),
    INDEX_TO_BE_LOOKED_AT(Past.KILLED, AccountIndexing.class, "ensure", 1),

    BATCH_TO_BE_BUILT(Past.CLOSED, RocksWriter.class, "write", 4),
    BATCH_BUILT(Past.CLOSED, SeqMark.class, "allow", 5),
    MARK_TO_BE_RAISED(Past.CLOSED, SeqMark.class, "write", 2),
    MARK_NOT_RENAMED(Past.CLOSED, DurableFile.class, "rename", 2),
    MARK_RENAMED(Past.CLOSED, DurableFile.class, "syncDirectory", 2),
    BATCH_TO_BE_SYNCED(Past.CLOSED, Database.class, "write", 6),
    BATCH_SYNCED(Past.CLOSED, AccountChanges.class, "written", 4),
    BATCH_TO_BE_PUBLISHED(Past.CLOSED, RingTail.class, "publish", 5),
    BATCH_PUBLISHED(Past.CLOSED, "net.atrelay.store.log.BatchBuilder", "acknowledge", 5),
    BATCH_ACKNOWLEDGED(Past.CLOSED, "net.atrelay.store.log.BatchBuilder", "clear", 5),
    HOST_RECORD_TO_BE_WRITTEN(Past.CLOSED, RocksWriter.class, "putFacts", 2),

    WINDOW_TO_BE_CUT(Past.CLOSED, Retention.class, "moveTo", 1),
    WINDOW_CUT(Past.CLOSED, RocksLog.class, "firstSeqMovedTo", 1),
    FILES_TO_BE_DROPPED(Past.CLOSED, Retention.class, "dropFiles", 4),

    CLOSING(Past.CLOSED, RocksStore.class, "close", 1),
    LAST_BATCH_WRITTEN(Past.CLOSED, SeqMark.class, "settle", 1),
    MARK_SETTLED(Past.CLOSED, Database.class, "close", 1),
    DATABASE_CLOSED(Past.CLOSED, DataDirectory.class, "close", 1);

    /// What the directory holds before.
    enum Past {
        NONE,
        /// A log whose process has ended in order.
        CLOSED,
        /// A log whose process was killed.
        KILLED
    }

    final Past past;
    final String className;
    final String method;
    final int times;

    CrashPoint(Past past, Class<?> type, String method, int times) {
        this(past, type.getName(), method, times);
    }

    CrashPoint(Past past, String className, String method, int times) {
        this.past = past;
        this.className = className;
        this.method = method;
        this.times = times;
    }
}

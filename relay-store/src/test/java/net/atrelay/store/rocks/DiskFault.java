package net.atrelay.store.rocks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A durable step at which the disk fails once: one system call on one kind of file.
enum DiskFault {
    MARKER_NOT_WRITTEN(Errno.ENOSPC, "write", Files.MARKER, 1, CrashPoint.Past.NONE),
    MARKER_NOT_SYNCED(Errno.EIO, "fsync", Files.MARKER, 1, CrashPoint.Past.NONE),
    MARKER_NOT_RENAMED(Errno.ENOSPC, "rename", Files.MARKER, 1, CrashPoint.Past.NONE),
    FIRST_MARK_NOT_WRITTEN(Errno.ENOSPC, "write", Files.MARK, 1, CrashPoint.Past.NONE),
    FIRST_LIST_NOT_WRITTEN(Errno.ENOSPC, "write", Files.LIST, 1, CrashPoint.Past.NONE),
    FIRST_LIST_NOT_SYNCED(Errno.EIO, "fdatasync", Files.LIST, 1, CrashPoint.Past.NONE),
    CURRENT_NOT_WRITTEN(Errno.ENOSPC, "write", Files.CURRENT, 1, CrashPoint.Past.NONE),
    CURRENT_NOT_SYNCED(Errno.EIO, "fdatasync", Files.CURRENT, 1, CrashPoint.Past.NONE),
    CURRENT_NOT_RENAMED(Errno.ENOSPC, "rename", Files.CURRENT, 1, CrashPoint.Past.NONE),

    TABLE_NOT_WRITTEN_AT_START(Errno.ENOSPC, "write", Files.TABLE, 1, CrashPoint.Past.KILLED),
    TABLE_NOT_SYNCED_AT_START(Errno.EIO, "fdatasync", Files.TABLE, 1, CrashPoint.Past.KILLED),
    LIST_NOT_WRITTEN_AT_START(Errno.ENOSPC, "write", Files.LIST, 2, CrashPoint.Past.KILLED),
    LIST_NOT_SYNCED_AT_START(Errno.EIO, "fdatasync", Files.LIST, 1, CrashPoint.Past.KILLED),
    MARK_NOT_WRITTEN_AT_START(Errno.ENOSPC, "write", Files.MARK, 1, CrashPoint.Past.KILLED),
    MARK_NOT_SYNCED_AT_START(Errno.EIO, "fsync", Files.MARK, 1, CrashPoint.Past.CLOSED),

    LOG_NOT_WRITTEN(Errno.ENOSPC, "write", Files.LOG, 5, CrashPoint.Past.CLOSED),
    LOG_NOT_WRITTEN_FOR_AN_ERROR(Errno.EIO, "write", Files.LOG, 7, CrashPoint.Past.KILLED),
    LOG_NOT_SYNCED(Errno.EIO, "fdatasync", Files.LOG, 5, CrashPoint.Past.CLOSED),
    LOG_NOT_SYNCED_FOR_LACK_OF_ROOM(Errno.ENOSPC, "fdatasync", Files.LOG, 7, CrashPoint.Past.KILLED),
    MARK_NOT_WRITTEN(Errno.ENOSPC, "write", Files.MARK, 3, CrashPoint.Past.CLOSED),
    MARK_NOT_SYNCED(Errno.EIO, "fsync", Files.MARK, 3, CrashPoint.Past.CLOSED),
    MARK_NOT_RENAMED(Errno.ENOSPC, "rename", Files.MARK, 3, CrashPoint.Past.CLOSED),
    FOLDER_NOT_SYNCED(Errno.EIO, "fsync", Files.FOLDER, 3, CrashPoint.Past.CLOSED),

    TABLE_NOT_WRITTEN(Errno.ENOSPC, "write", Files.TABLE, 1, CrashPoint.Past.CLOSED),
    TABLE_NOT_WRITTEN_FOR_AN_ERROR(Errno.EIO, "write", Files.TABLE, 1, CrashPoint.Past.CLOSED),
    TABLE_NOT_SYNCED(Errno.EIO, "fdatasync", Files.TABLE, 1, CrashPoint.Past.CLOSED),
    LIST_NOT_WRITTEN(Errno.ENOSPC, "write", Files.LIST, 1, CrashPoint.Past.CLOSED),
    LIST_NOT_SYNCED(Errno.EIO, "fdatasync", Files.LIST, 1, CrashPoint.Past.CLOSED);

    /// What the system call says.
    enum Errno {
        /// The disk is full.
        ENOSPC,
        /// The disk is broken; of a sync: what was written before may be lost, whatever a later one says.
        EIO
    }

    /// What is written.
    enum Files {
        MARKER("ATRELAY.new"),
        MARK("SEQ.new"),
        FOLDER(""),
        /// RocksDB's write-ahead log.
        LOG("db/%06d.log"),
        TABLE("db/%06d.sst"),
        /// RocksDB's list of its files.
        LIST("db/MANIFEST-%06d"),
        /// What says which list is the newest, before it has its name.
        CURRENT("db/%06d.dbtmp");

        /// Numbers of files that a short life comes to.
        private static final int NUMBERS = 60;

        private final String name;

        Files(String name) {
            this.name = name;
        }

        List<Path> in(Path directory) {
            List<Path> files = new ArrayList<>();
            for (int i = 1; i <= (name.contains("%") ? NUMBERS : 1); i++) {
                files.add(directory.resolve(name.formatted(i)));
            }
            return files;
        }
    }

    final Errno error;
    final String call;
    final Files files;
    final int time;
    final CrashPoint.Past past;

    /// @param time the call of this kind, counted from 1, that fails
    DiskFault(Errno error, String call, Files files, int time, CrashPoint.Past past) {
        this.error = error;
        this.call = call;
        this.files = files;
        this.time = time;
        this.past = past;
    }

    /// Whether whoever waits for the step may be told nothing from the failure on. Tables and their list are written
    /// beside the log, and a batch that the log holds is durable all the same.
    boolean endsAll() {
        return files == Files.LOG || files == Files.MARK || files == Files.FOLDER;
    }
}

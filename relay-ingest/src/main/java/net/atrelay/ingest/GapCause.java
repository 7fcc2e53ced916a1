package net.atrelay.ingest;

/// Why events of a host may have been missed for good, so that its accounts must be compared with ours; the name
/// is a metric label.
public enum GapCause {
    /// The host did not know our cursor: its log was lost or reset; it is read again from its tip.
    FUTURE_CURSOR,
    /// Its seq went back without a word: its log was restored or reset.
    SEQ_WENT_BACK,
    /// It no longer had what we missed (`#info` OutdatedCursor).
    OUTDATED_CURSOR,
    /// An operator set the cursor.
    CURSOR_RESET
}

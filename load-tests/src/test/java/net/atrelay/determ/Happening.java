package net.atrelay.determ;

/// What must happen often for a run of many seeds to mean anything.
enum Happening {
    COMMIT_LOGGED(50_000),
    /// Of those that had to come out, whatever happened.
    COMMIT_REQUIRED(20_000),
    SYNC_LOGGED(5_000),
    STATUS_LOGGED(10_000),
    IDENTITY_LOGGED(5_000),
    LARGE_COMMIT_LOGGED(10_000),
    OVERTAKEN(10_000),
    CRASH_BETWEEN_STEPS(2_000),
    CRASH_BEFORE_WRITE(1_500),
    CRASH_AFTER_WRITE(1_500),
    CRASH_AFTER_PUBLISH(1_000),
    FRAME_DEFERRED(100_000),
    FRAME_HELD(5_000),
    RELEASED_AFTER_RESTART(20_000),
    REPLAY_AFTER_RESTART(2_000),
    ACCOUNT_MOVED(2_000),
    MOVED_UNTOLD(300),
    KEY_ROTATED(2_000),
    ROTATED_UNTOLD(300),
    LATE_FRAME(20_000),
    DUPLICATE_SENT(2_000),
    STALE_SEQ_SKIPPED(500),
    HOST_LOG_RESET(2_000),
    FUTURE_CURSOR_OF_HOST(1_000),
    HOST_BEGUN(2_000),
    BAD_SIGNATURE_SENT(2_000),
    BROKEN_PROOF_SENT(2_000),
    IMPOSTOR_SENT(2_000),
    SENDER_DISCONNECTED(2_000),
    LOOKUP_FAILED(2_000),
    LOOKUP_RATE_LIMITED(300),
    LOOKUP_ANSWERED_LATE(300),
    STATUS_ASKED(5_000),
    STATUS_UNANSWERED(150),
    ACCOUNT_DEACTIVATED(1_000),
    ACCOUNT_REACTIVATED(500),
    TAKEN_DOWN(500),
    CLOCK_WENT_BACK(200),
    CLOCK_WENT_FORWARD(200),
    RETENTION_CUT(1_000),
    CONSUMER_RESUMED(2_000),
    CONSUMER_READ_LOG(2_000),
    CONSUMER_READ_TAIL(5_000),
    CONSUMER_LOST_WINDOW(50),
    CONSUMER_IN_FUTURE(300);

    /// How often in 10,000 seeds at least.
    private final int floor;

    Happening(int floor) {
        this.floor = floor;
    }

    long floor(long seeds) {
        return floor * seeds / 10_000;
    }
}

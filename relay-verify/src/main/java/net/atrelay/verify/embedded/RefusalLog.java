package net.atrelay.verify.embedded;

import java.util.concurrent.TimeUnit;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.verify.core.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Samples of refused frames for people: at most one line a minute for each reason. Owned by the shard's thread.
final class RefusalLog {
    private static final Logger log = LoggerFactory.getLogger(RefusalLog.class);
    private static final long GAP_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final long[] lastNanos = new long[Reason.values().length];
    private final boolean[] everLogged = new boolean[lastNanos.length];

    void refused(Reason reason, RawFrame raw) {
        if (isDue(reason)) {
            log.info(
                    "refused host={} did={} hostSeq={} reason={}",
                    raw.host(),
                    raw.did(),
                    raw.hostSeq(),
                    reason.label());
        }
    }

    void fault(RawFrame raw, RuntimeException fault) {
        if (isDue(Reason.FAULT)) {
            log.error("fault host={} did={} hostSeq={}", raw.host(), raw.did(), raw.hostSeq(), fault);
        }
    }

    private boolean isDue(Reason reason) {
        long now = System.nanoTime();
        int at = reason.ordinal();
        if (everLogged[at] && now - lastNanos[at] < GAP_NANOS) {
            return false;
        }
        everLogged[at] = true;
        lastNanos[at] = now;
        return true;
    }
}

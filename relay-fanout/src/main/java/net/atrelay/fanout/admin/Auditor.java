package net.atrelay.fanout.admin;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import net.atrelay.fanout.admin.token.AdminToken;
import net.atrelay.store.audit.AuditOutcome;
import net.atrelay.store.audit.AuditRecord;
import net.atrelay.store.audit.AuditTable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has each change on record: as begun before it is made, and as ended before anybody is told. So a change that was
/// made is never without a record, whenever the process ends. Any thread that may block.
final class Auditor {
    private static final Logger LOG = LoggerFactory.getLogger(Auditor.class);

    private final AuditTable table;
    private final int recordsMax;
    private final InstantSource time;

    Auditor(AuditTable table, int recordsMax, InstantSource time) {
        this.table = table;
        this.recordsMax = recordsMax;
        this.time = time;
    }

    /// Makes a change.
    ///
    /// @param plan reads the request; throws [AdminRefusal] when it cannot be understood
    /// @throws AdminRefusal when it was refused, then and later
    void run(AdminToken token, AdminCall call, Supplier<Change> plan) {
        Change change;
        try {
            change = plan.get();
        } catch (AdminRefusal refusal) {
            refused(token, call, refusal);
            throw refusal;
        }
        AuditRecord begun = record(token, call, change.target(), AuditOutcome.BEGUN, null);
        long number = table.add(begun, recordsMax);
        try {
            Change.Done done = change.work().get();
            end(number, begun.ended(done.before(), done.after(), AuditOutcome.DONE, null));
        } catch (AdminRefusal refusal) {
            end(number, begun.ended(null, null, AuditOutcome.REFUSED, refusal.getMessage()));
            throw refusal;
        } catch (RuntimeException fault) {
            end(number, begun.ended(null, null, AuditOutcome.FAILED, fault.toString()));
            throw fault;
        }
    }

    /// A change was refused before it was looked at.
    void refused(AdminToken token, AdminCall call, AdminRefusal refusal) {
        AuditRecord record = record(token, call, "", AuditOutcome.REFUSED, refusal.getMessage());
        table.add(record, recordsMax);
        log(record);
    }

    private void end(long number, AuditRecord ended) {
        table.end(number, ended);
        log(ended);
    }

    private AuditRecord record(
            AdminToken token, AdminCall call, String target, AuditOutcome outcome, @Nullable String detail) {
        return new AuditRecord(
                ChronoUnit.MICROS.between(Instant.EPOCH, time.instant()),
                token.name(),
                call.client().getHostAddress(),
                call.route().action(),
                target,
                null,
                null,
                outcome,
                detail);
    }

    private static void log(AuditRecord record) {
        LOG.atInfo()
                .addKeyValue("by", record.actor())
                .addKeyValue("from", record.address())
                .addKeyValue("action", record.action())
                .addKeyValue("target", record.target())
                .addKeyValue("outcome", record.outcome())
                .log("administration");
    }
}

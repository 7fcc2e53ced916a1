package net.atrelay.fanout.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.fanout.ConsumerView;
import net.atrelay.fanout.query.Answer;
import net.atrelay.fanout.query.Arguments;
import net.atrelay.fanout.query.JsonText;
import net.atrelay.fanout.query.XrpcError;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.EffectiveStatus;
import net.atrelay.store.account.IdentityRecord;
import net.atrelay.store.account.RepoHead;
import net.atrelay.store.audit.AuditEntry;
import net.atrelay.store.audit.AuditRecord;
import org.jspecify.annotations.Nullable;

/// What is shown of accounts, of consumers and of what operators did. Stateless; blocks on the tables.
final class AccountPages {
    private static final int TAKEDOWNS_DEFAULT = 500;
    private static final int TAKEDOWNS_MAX = 1_000;
    private static final int AUDIT_DEFAULT = 50;
    private static final int AUDIT_MAX = 500;
    private static final String CURSOR = "cursor";

    private final AdminSources sources;

    AccountPages(AdminSources sources) {
        this.sources = sources;
    }

    /// `repo/takedowns?limit=&cursor=`: accounts in the order of their DIDs; the cursor is the last one.
    Answer takedowns(AdminCall call) {
        Arguments arguments = call.arguments();
        int limit = Parameters.limit(arguments, TAKEDOWNS_DEFAULT, TAKEDOWNS_MAX);
        String cursor = arguments.text(CURSOR);
        Did after = cursor == null ? null : Did.parse(cursor);
        if (cursor != null && after == null) {
            throw AdminRefusal.badRequest("cursor: not one that this route gave");
        }
        List<Did> found = sources.takedowns().takenDown(after, limit + 1);
        List<Did> page = found.size() > limit ? found.subList(0, limit) : found;
        return JsonText.answerOfFields(json -> {
            json.writeArrayFieldStart("dids");
            for (Did did : page) {
                json.writeString(did.value());
            }
            json.writeEndArray();
            if (found.size() > limit) {
                json.writeStringField(CURSOR, page.getLast().value());
            }
        });
    }

    /// `account?did=`: all that is known of one account.
    Answer account(AdminCall call) {
        Did did = Parameters.did(call.arguments().text("did"));
        AccountState account = sources.accountTable().find(did);
        if (account == null) {
            throw new AdminRefusal(
                    new Answer.Refused(XrpcError.REPO_NOT_FOUND, "this relay does not know such an account"));
        }
        return JsonText.answerOfFields(json -> writeAccount(json, account));
    }

    private static void writeAccount(JsonGenerator json, AccountState account) throws IOException {
        EffectiveStatus told = EffectiveStatus.of(account);
        json.writeStringField("did", account.did().value());
        json.writeBooleanField("active", told.active());
        writeText(json, "status", told.status());
        json.writeStringField("local", account.local().name().toLowerCase(Locale.ROOT));
        json.writeObjectFieldStart("upstream");
        json.writeBooleanField("active", account.upstream().active());
        writeText(json, "status", account.upstream().status());
        json.writeEndObject();
        writeText(json, "host", account.host());
        RepoHead head = account.head();
        if (head != null) {
            json.writeStringField("rev", head.rev().toString());
            json.writeStringField("commit", head.commit().toString());
            json.writeStringField("data", head.data().toString());
        }
        IdentityRecord identity = account.identity();
        if (identity != null) {
            json.writeObjectFieldStart("identity");
            json.writeStringField("kind", identity.kind().name());
            writeText(json, "signingKey", identity.signingKey());
            writeText(json, "pdsHost", identity.pdsHost());
            json.writeStringField("fetchedAt", Times.text(identity.fetchedAtMicros()));
            json.writeBooleanField("doubtful", identity.doubtful());
            json.writeEndObject();
        }
    }

    /// `consumers/list`: in the order of their coming; the reference relay's fields, and how each stands.
    Answer consumers() {
        List<ConsumerView> all = sources.consumers().consumers().stream()
                .sorted(Comparator.comparingLong(ConsumerView::id))
                .toList();
        return JsonText.answerOf(json -> {
            json.writeStartArray();
            for (ConsumerView consumer : all) {
                json.writeStartObject();
                json.writeNumberField("id", consumer.id());
                json.writeStringField("remote_addr", consumer.remoteAddress());
                String userAgent = consumer.userAgent();
                json.writeStringField("user_agent", userAgent == null ? "" : userAgent);
                json.writeNumberField("events_consumed", consumer.framesSent());
                json.writeStringField("connected_at", consumer.connectedAt().toString());
                json.writeStringField("state", consumer.state().name().toLowerCase(Locale.ROOT));
                json.writeNumberField(CURSOR, consumer.cursor());
                json.writeNumberField("lag_events", consumer.lagEvents());
                json.writeNumberField("bytes_sent", consumer.bytesSent());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    /// `audit?limit=&cursor=`: newest first; the cursor is the number of the last record.
    Answer audit(AdminCall call) {
        Arguments arguments = call.arguments();
        int limit = Parameters.limit(arguments, AUDIT_DEFAULT, AUDIT_MAX);
        String cursor = arguments.text(CURSOR);
        if (cursor != null && !cursor.matches("[0-9]{1,18}")) {
            throw AdminRefusal.badRequest("cursor: not one that this route gave");
        }
        List<AuditEntry> found = sources.audit().list(cursor == null ? null : Long.valueOf(cursor), limit + 1);
        List<AuditEntry> page = found.size() > limit ? found.subList(0, limit) : found;
        return JsonText.answerOfFields(json -> {
            json.writeArrayFieldStart("records");
            for (AuditEntry entry : page) {
                json.writeStartObject();
                json.writeNumberField("number", entry.number());
                writeRecord(json, entry.record());
                json.writeEndObject();
            }
            json.writeEndArray();
            if (found.size() > limit) {
                json.writeStringField(CURSOR, Long.toString(page.getLast().number()));
            }
        });
    }

    private static void writeRecord(JsonGenerator json, AuditRecord record) throws IOException {
        json.writeStringField("at", Times.text(record.atMicros()));
        json.writeStringField("by", record.actor());
        json.writeStringField("from", record.address());
        json.writeStringField("action", record.action());
        json.writeStringField("target", record.target());
        json.writeStringField("outcome", record.outcome().name().toLowerCase(Locale.ROOT));
        writeText(json, "before", record.before());
        writeText(json, "after", record.after());
        writeText(json, "detail", record.detail());
    }

    private static void writeText(JsonGenerator json, String name, @Nullable String text) throws IOException {
        if (text != null) {
            json.writeStringField(name, text);
        }
    }
}

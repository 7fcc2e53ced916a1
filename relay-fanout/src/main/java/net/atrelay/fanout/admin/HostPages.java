package net.atrelay.fanout.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.atrelay.fanout.query.Answer;
import net.atrelay.fanout.query.JsonText;
import net.atrelay.store.account.CountedStatus;
import net.atrelay.store.account.HostAccountCounts;
import net.atrelay.store.control.HostStanding;
import net.atrelay.store.host.HostBan;
import net.atrelay.store.host.HostJournal;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.host.JournalEntry;
import net.atrelay.store.host.tier.HostTier;
import org.jspecify.annotations.Nullable;

/// What is shown of hosts. Stateless; blocks on the tables.
final class HostPages {
    private static final int HOSTS_MAX = 100_000;
    private static final int CHUNK = 500;
    private static final int HOUR_SECONDS = 3_600;
    private static final int DAY_SECONDS = 86_400;

    private final AdminSources sources;

    HostPages(AdminSources sources) {
        this.sources = sources;
    }

    /// `pds/list`: all hosts in the order of their adding, in the words of the reference relay.
    Answer list() {
        Map<String, HostStanding> standings = new HashMap<>();
        sources.hosts().standings().forEach(standing -> standings.put(standing.hostname(), standing));
        return JsonText.answerOf(json -> {
            json.writeStartArray();
            int number = 0;
            String after = null;
            List<HostRecord> chunk = sources.hostTable().list(null, CHUNK);
            while (!chunk.isEmpty() && number < HOSTS_MAX) {
                for (HostRecord host : chunk) {
                    number++;
                    writeRow(json, number, host, standings.get(host.hostname()));
                }
                after = chunk.getLast().hostname();
                chunk = sources.hostTable().list(after, CHUNK);
            }
            json.writeEndArray();
        });
    }

    private void writeRow(JsonGenerator json, int number, HostRecord host, @Nullable HostStanding now)
            throws IOException {
        Long seq = host.cursor();
        long accounts = sources.hostTable().accountCount(host.hostname());
        json.writeStartObject();
        json.writeNumberField("ID", number);
        json.writeStringField("CreatedAt", Times.text(host.addedAtMicros()));
        json.writeStringField("Host", host.hostname());
        json.writeBooleanField("SSL", host.tls());
        json.writeNumberField("Cursor", seq == null ? -1 : seq);
        json.writeBooleanField("Registered", host.status() == HostRecord.Status.ACTIVE);
        json.writeBooleanField("Blocked", host.status() == HostRecord.Status.BANNED);
        json.writeNumberField("CrawlRateLimit", 0);
        json.writeNumberField("RepoCount", accounts);
        json.writeNumberField("RepoLimit", now == null ? 0 : now.accountsMax());
        json.writeBooleanField("HasActiveConnection", now != null && now.connected());
        json.writeNumberField("EventsSeenSinceStartup", now == null ? 0 : now.framesRead());
        HostTier.Rates rates = now == null ? null : now.tier().rates();
        writeRate(json, "PerSecondEventRate", rates == null ? -1 : rates.eventsPerSecond(), 1);
        writeRate(json, "PerHourEventRate", rates == null ? -1 : rates.eventsPerHour(), HOUR_SECONDS);
        writeRate(json, "PerDayEventRate", rates == null ? -1 : rates.eventsPerDay(), DAY_SECONDS);
        json.writeNumberField("UserCount", accounts);
        json.writeEndObject();
    }

    private static void writeRate(JsonGenerator json, String name, long max, int seconds) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("Max", max);
        json.writeNumberField("Window", seconds);
        json.writeEndObject();
    }

    /// `subs/getUpstreamConns`: the names of connected hosts, in their order.
    Answer connected() {
        List<String> names = sources.hosts().standings().stream()
                .filter(HostStanding::connected)
                .map(HostStanding::hostname)
                .sorted()
                .toList();
        return JsonText.answerOf(json -> {
            json.writeStartArray();
            for (String name : names) {
                json.writeString(name);
            }
            json.writeEndArray();
        });
    }

    /// `host?host=`: all that is known of one host.
    Answer host(AdminCall call) {
        String hostname =
                Parameters.host(sources.hosts(), "host", call.arguments().text("host"));
        HostRecord host = sources.hostTable().find(hostname);
        HostStanding now = sources.hosts().standing(hostname);
        if (host == null || now == null) {
            throw AdminRefusal.unknownHost();
        }
        HostAccountCounts counts = sources.accountCounts().counts(hostname);
        long admittedToday = sources.accountCounts()
                .admittedOn(hostname, LocalDate.now(ZoneOffset.UTC).toEpochDay());
        HostBan ban = sources.hosts().banOf(hostname);
        return JsonText.answerOf(json -> {
            json.writeStartObject();
            writeFacts(json, host);
            writeStanding(json, now);
            writeAccounts(json, counts, admittedToday);
            writeLimits(json, now);
            if (ban != null) {
                json.writeFieldName("ban");
                writeBan(json, ban);
            }
            json.writeEndObject();
        });
    }

    private static void writeFacts(JsonGenerator json, HostRecord host) throws IOException {
        json.writeStringField("hostname", host.hostname());
        json.writeBooleanField("tls", host.tls());
        json.writeStringField("status", word(host.status()));
        json.writeStringField("addedAt", Times.text(host.addedAtMicros()));
        json.writeNumberField("epoch", host.epoch());
        Long seq = host.cursor();
        if (seq != null) {
            json.writeNumberField("seq", seq);
        }
        String lastError = host.lastError();
        if (lastError != null) {
            json.writeStringField("lastError", lastError);
        }
    }

    private static void writeStanding(JsonGenerator json, HostStanding now) throws IOException {
        json.writeBooleanField("connected", now.connected());
        json.writeNumberField("failures", now.failures());
        Long nextDial = now.nextDialAtMicros();
        if (nextDial != null) {
            json.writeStringField("nextDialAt", Times.text(nextDial));
        }
        json.writeNumberField("framesRead", now.framesRead());
        json.writeNumberField("inFlightBytes", now.inFlightBytes());
        String heldBackBy = now.heldBackBy();
        if (heldBackBy != null) {
            json.writeStringField("heldBackBy", heldBackBy);
        }
    }

    private static void writeAccounts(JsonGenerator json, HostAccountCounts counts, long admittedToday)
            throws IOException {
        json.writeObjectFieldStart("accounts");
        for (CountedStatus status : CountedStatus.values()) {
            json.writeNumberField(status.name().toLowerCase(Locale.ROOT), counts.of(status));
        }
        json.writeNumberField("takingRoom", counts.takingRoom());
        json.writeNumberField("admittedToday", admittedToday);
        json.writeEndObject();
    }

    private static void writeLimits(JsonGenerator json, HostStanding now) throws IOException {
        HostTier tier = now.tier();
        json.writeStringField("tier", tier.name());
        json.writeObjectFieldStart("limits");
        json.writeNumberField("accounts", now.accountsMax());
        json.writeBooleanField("accountsSet", now.accountsSet() != null);
        json.writeNumberField("newAccountsPerDay", tier.accounts().newPerDay());
        json.writeNumberField("accountEventsPerHour", tier.accounts().eventsPerHour());
        json.writeNumberField("eventsPerSecond", tier.rates().eventsPerSecond());
        json.writeNumberField("eventsPerHour", tier.rates().eventsPerHour());
        json.writeNumberField("eventsPerDay", tier.rates().eventsPerDay());
        json.writeNumberField("bytesPerSecond", tier.rates().bytesPerSecond());
        json.writeBooleanField("lenient", tier.lenient());
        json.writeBooleanField("trusted", tier.trusted());
        json.writeEndObject();
    }

    /// `host/journal?host=`: the newest faults of a host, newest first.
    Answer journal(AdminCall call) {
        String hostname =
                Parameters.host(sources.hosts(), "host", call.arguments().text("host"));
        if (sources.hosts().standing(hostname) == null) {
            throw AdminRefusal.unknownHost();
        }
        HostJournal journal = sources.journals().of(hostname);
        Long nextRetry = journal.nextRetryAtMicros();
        return JsonText.answerOf(json -> {
            json.writeStartObject();
            json.writeStringField("hostname", hostname);
            if (nextRetry != null) {
                json.writeStringField("nextDialAt", Times.text(nextRetry));
            }
            json.writeArrayFieldStart("entries");
            for (JournalEntry entry : journal.entries()) {
                writeEntry(json, entry);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void writeEntry(JsonGenerator json, JournalEntry entry) throws IOException {
        json.writeStartObject();
        json.writeStringField("at", Times.text(entry.atMicros()));
        json.writeStringField("stage", entry.stage().name());
        json.writeStringField("reason", entry.reason());
        json.writeStringField("detail", entry.detail());
        json.writeNumberField("count", entry.count());
        String digest = entry.frameDigest();
        if (digest != null) {
            json.writeStringField("frameDigest", digest);
        }
        var did = entry.did();
        if (did != null) {
            json.writeStringField("did", did.value());
        }
        json.writeEndObject();
    }

    /// `host/bans`: bans of hosts and of domains, by name.
    Answer bans() {
        List<HostBan> bans = new ArrayList<>(sources.hosts().bans());
        bans.addAll(sources.rules().domainBans());
        bans.sort(Comparator.comparing(HostBan::name).thenComparing(HostBan::scope));
        return JsonText.answerOf(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("bans");
            for (HostBan ban : bans) {
                writeBan(json, ban);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void writeBan(JsonGenerator json, HostBan ban) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", ban.name());
        json.writeStringField("scope", ban.scope().name().toLowerCase(Locale.ROOT));
        if (ban.atMicros() > 0) {
            json.writeStringField("at", Times.text(ban.atMicros()));
        }
        json.writeStringField("reason", ban.reason());
        json.writeEndObject();
    }

    private static String word(HostRecord.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}

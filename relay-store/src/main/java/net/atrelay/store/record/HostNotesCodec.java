package net.atrelay.store.record;

import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.host.CrawlSettings;
import net.atrelay.store.host.HostBan;
import net.atrelay.store.host.HostJournal;
import net.atrelay.store.host.JournalEntry;
import net.atrelay.store.host.JournalStage;
import org.jspecify.annotations.Nullable;

/// Journals, bans and settings as they are stored. Layouts, version 1:
///
///     journal   [1, lines, [at, stage, reason, detail, count, digest|null, did|null] …]
///     ban       [1, at, reason]
///     settings  [1, crawlEnabled 0|1|null, newHostsPerDayMax|null, tiers|null]
public final class HostNotesCodec {
    public static final int VERSION = 1;

    private static final int LINE_FIELDS = 7;
    private static final JournalStage[] STAGES = JournalStage.values();

    private HostNotesCodec() {}

    public static byte[] encode(HostJournal journal) {
        List<JournalEntry> entries = journal.entries();
        return RecordWriter.encode(VERSION, 1 + entries.size(), cbor -> {
            cbor.writeNumber(entries.size());
            for (JournalEntry entry : entries) {
                write(cbor, entry);
            }
        });
    }

    public static HostJournal decodeJournal(String hostname, byte[] bytes) {
        try (RecordReader in = new RecordReader("host journal", VERSION, bytes)) {
            List<JournalEntry> entries = new ArrayList<>();
            for (long left = in.number(); left > 0; left--) {
                entries.add(entry(in));
            }
            in.end();
            return new HostJournal(hostname, entries, null);
        }
    }

    public static byte[] encode(HostBan ban) {
        return RecordWriter.encode(VERSION, 2, cbor -> {
            cbor.writeNumber(ban.atMicros());
            cbor.writeString(ban.reason());
        });
    }

    public static HostBan decodeBan(String name, HostBan.Scope scope, byte[] bytes) {
        try (RecordReader in = new RecordReader("ban", VERSION, bytes)) {
            HostBan ban = new HostBan(name, scope, in.number(), in.text());
            in.end();
            return ban;
        }
    }

    public static byte[] encode(CrawlSettings settings) {
        Boolean enabled = settings.crawlEnabled();
        Integer newHosts = settings.newHostsPerDayMax();
        return RecordWriter.encode(VERSION, 3, cbor -> {
            RecordWriter.writeNumber(cbor, enabled == null ? null : Long.valueOf(enabled ? 1 : 0));
            RecordWriter.writeNumber(cbor, newHosts == null ? null : Long.valueOf(newHosts));
            RecordWriter.writeText(cbor, settings.tiers());
        });
    }

    public static CrawlSettings decodeSettings(byte[] bytes) {
        try (RecordReader in = new RecordReader("crawl settings", VERSION, bytes)) {
            CrawlSettings settings = new CrawlSettings(in.flagOrNull(), in.smallNumberOrNull(), in.textOrNull());
            in.end();
            return settings;
        }
    }

    private static void write(CBORGenerator cbor, JournalEntry entry) throws IOException {
        Did did = entry.did();
        cbor.writeStartArray(null, LINE_FIELDS);
        cbor.writeNumber(entry.atMicros());
        cbor.writeNumber(entry.stage().ordinal());
        cbor.writeString(entry.reason());
        cbor.writeString(entry.detail());
        cbor.writeNumber(entry.count());
        RecordWriter.writeText(cbor, entry.frameDigest());
        RecordWriter.writeText(cbor, did == null ? null : did.value());
        cbor.writeEndArray();
    }

    private static JournalEntry entry(RecordReader in) {
        if (!in.enterOrNull()) {
            throw new UnreadableRecord("host journal record: null (expected: a line)");
        }
        JournalEntry entry = new JournalEntry(
                in.number(),
                in.oneOf(STAGES),
                in.text(),
                in.text(),
                in.number(),
                in.textOrNull(),
                did(in.textOrNull()));
        in.leave();
        return entry;
    }

    private static @Nullable Did did(@Nullable String text) {
        Did did = text == null ? null : Did.parse(text);
        if (text != null && did == null) {
            throw new UnreadableRecord("host journal record: other text (expected: a DID)");
        }
        return did;
    }
}

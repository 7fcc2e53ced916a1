package net.atrelay.store.kafka;

import java.nio.charset.StandardCharsets;
import net.atrelay.store.audit.AuditEntry;
import net.atrelay.store.audit.AuditRecord;
import net.atrelay.store.host.CrawlRule;
import net.atrelay.store.host.HostBan;
import net.atrelay.store.log.Note;
import net.atrelay.store.record.AuditCodec;
import net.atrelay.store.record.Keyed;
import net.atrelay.store.record.RecordReader;
import net.atrelay.store.record.RecordWriter;
import net.atrelay.store.record.RuleCodec;
import net.atrelay.store.record.UnreadableRecord;
import org.jspecify.annotations.Nullable;

/// Records of topic `admin`, in one order for the whole cluster. Their keys begin with a kind:
///
///     'b' hostname, 'd' domain: its ban · 'l' hostname: account limit · 's' name of a setting ([RuleCodec])
///     'a' token of a change: the change, [1, number|null, audit record] (version 1)
///
/// The number of a change is the offset of its first record plus one. That record has null in its place, since its
/// writer does not know it yet; the one that ends the change, under the same key, tells it.
final class AdminRecord {
    private static final int VERSION = 1;
    private static final byte HOST_BAN = 'b';
    private static final byte DOMAIN_BAN = 'd';
    private static final byte ACCOUNT_LIMIT = 'l';
    private static final byte SETTING = 's';
    private static final byte CHANGE = 'a';
    private static final String CRAWL_ENABLED = "crawlEnabled";
    private static final String NEW_HOSTS = "newHostsPerDayMax";
    private static final String TIERS = "tiers";

    private AdminRecord() {}

    static byte[] keyOf(CrawlRule rule) {
        return switch (rule) {
            case CrawlRule.Ban(var ban) -> ban(ban.name(), ban.scope());
            case CrawlRule.Lift(var name, var scope) -> ban(name, scope);
            case CrawlRule.AccountLimit limit -> Keyed.host(ACCOUNT_LIMIT, limit.hostname());
            case CrawlRule.CrawlEnabled _ -> Keyed.host(SETTING, CRAWL_ENABLED);
            case CrawlRule.NewHostsPerDay _ -> Keyed.host(SETTING, NEW_HOSTS);
            case CrawlRule.TierList _ -> Keyed.host(SETTING, TIERS);
        };
    }

    static byte[] keyOf(String change) {
        return Keyed.host(CHANGE, change);
    }

    /// @param number null for a change that begins
    static byte[] encode(@Nullable Long number, AuditRecord record) {
        return RecordWriter.encode(VERSION, 2, cbor -> {
            RecordWriter.writeNumber(cbor, number);
            cbor.writeBinary(AuditCodec.encode(record));
        });
    }

    static long numberAt(long offset) {
        return offset + 1;
    }

    /// @param offset of the record
    static Note decode(byte[] key, byte[] value, long offset) {
        String name = Keyed.hostname(key);
        return switch (HostKey.kind(key)) {
            case HOST_BAN -> new Note.Rule(RuleCodec.decodeBan(name, HostBan.Scope.HOST, value));
            case DOMAIN_BAN -> new Note.Rule(RuleCodec.decodeBan(name, HostBan.Scope.DOMAIN, value));
            case ACCOUNT_LIMIT -> new Note.Rule(RuleCodec.decodeAccountLimit(name, value));
            case SETTING -> new Note.Rule(setting(name, value));
            case CHANGE -> new Note.Audit(change(value, offset));
            default -> throw unknown(key);
        };
    }

    /// A key of a kind that this version does not know.
    static UnreadableRecord unknown(byte[] key) {
        return new UnreadableRecord(
                "key: " + new String(key, StandardCharsets.ISO_8859_1) + " (expected: a known kind)");
    }

    private static CrawlRule setting(String name, byte[] value) {
        return switch (name) {
            case CRAWL_ENABLED -> RuleCodec.decodeCrawlEnabled(value);
            case NEW_HOSTS -> RuleCodec.decodeNewHosts(value);
            case TIERS -> RuleCodec.decodeTiers(value);
            default -> throw new UnreadableRecord("setting: " + name + " (expected: a known one)");
        };
    }

    private static AuditEntry change(byte[] value, long offset) {
        try (RecordReader in = new RecordReader("change", VERSION, value)) {
            Long number = in.numberOrNull();
            AuditRecord record = AuditCodec.decode(in.bytes());
            in.end();
            return new AuditEntry(number == null ? numberAt(offset) : number, record);
        }
    }

    private static byte[] ban(String name, HostBan.Scope scope) {
        return Keyed.host(scope == HostBan.Scope.HOST ? HOST_BAN : DOMAIN_BAN, name);
    }
}

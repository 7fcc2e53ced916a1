package net.atrelay.store.record;

import java.util.function.Function;
import net.atrelay.store.host.CrawlRule;
import net.atrelay.store.host.HostBan;
import org.jspecify.annotations.Nullable;

/// Decisions of operators as one process tells them to others. A decision that is taken back is told as well, in a
/// record with nulls, so that nobody misses it who was away. Layouts, version 1:
///
///     ban              [1, at|null, reason|null]
///     account limit    [1, accounts|null]
///     crawl enabled    [1, 0|1|null]
///     new hosts        [1, hosts|null]
///     tiers            [1, text|null]
public final class RuleCodec {
    public static final int VERSION = 1;

    private static final String BAN = "ban told";

    private RuleCodec() {}

    public static byte[] encode(CrawlRule rule) {
        return switch (rule) {
            case CrawlRule.Ban(var ban) -> ban(ban.atMicros(), ban.reason());
            case CrawlRule.Lift _ -> ban(null, null);
            case CrawlRule.AccountLimit limit -> number(limit.accountsMax());
            case CrawlRule.CrawlEnabled(var enabled) -> number(enabled == null ? null : Long.valueOf(enabled ? 1 : 0));
            case CrawlRule.NewHostsPerDay(var hostsMax) -> number(hostsMax == null ? null : Long.valueOf(hostsMax));
            case CrawlRule.TierList(var text) ->
                RecordWriter.encode(VERSION, 1, cbor -> RecordWriter.writeText(cbor, text));
        };
    }

    public static CrawlRule decodeBan(String name, HostBan.Scope scope, byte[] bytes) {
        try (RecordReader in = new RecordReader(BAN, VERSION, bytes)) {
            Long atMicros = in.numberOrNull();
            String reason = in.textOrNull();
            in.end();
            if (atMicros == null || reason == null) {
                return new CrawlRule.Lift(name, scope);
            }
            return new CrawlRule.Ban(new HostBan(name, scope, atMicros, reason));
        }
    }

    public static CrawlRule decodeAccountLimit(String hostname, byte[] bytes) {
        return new CrawlRule.AccountLimit(hostname, decodeOne("account limit", bytes, RecordReader::numberOrNull));
    }

    public static CrawlRule decodeCrawlEnabled(byte[] bytes) {
        return new CrawlRule.CrawlEnabled(decodeOne("crawl enabled", bytes, RecordReader::flagOrNull));
    }

    public static CrawlRule decodeNewHosts(byte[] bytes) {
        return new CrawlRule.NewHostsPerDay(decodeOne("new hosts", bytes, RecordReader::smallNumberOrNull));
    }

    public static CrawlRule decodeTiers(byte[] bytes) {
        return new CrawlRule.TierList(decodeOne("tiers", bytes, RecordReader::textOrNull));
    }

    private static byte[] ban(@Nullable Long atMicros, @Nullable String reason) {
        return RecordWriter.encode(VERSION, 2, cbor -> {
            RecordWriter.writeNumber(cbor, atMicros);
            RecordWriter.writeText(cbor, reason);
        });
    }

    private static byte[] number(@Nullable Long number) {
        return RecordWriter.encode(VERSION, 1, cbor -> RecordWriter.writeNumber(cbor, number));
    }

    private static <T> @Nullable T decodeOne(String name, byte[] bytes, Function<RecordReader, @Nullable T> element) {
        try (RecordReader in = new RecordReader(name, VERSION, bytes)) {
            T value = element.apply(in);
            in.end();
            return value;
        }
    }
}

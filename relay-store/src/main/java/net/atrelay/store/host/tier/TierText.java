package net.atrelay.store.host.tier;

import java.util.ArrayList;
import java.util.List;

/// Tiers as an operator writes them, one on each line (or between `|`, where a value has only one line):
///
///     name: pattern, pattern; eventsPerSecond=50; accounts=100; lenient
///
/// Keys: `accounts`, `eventsPerSecond`, `eventsPerHour`, `eventsPerDay`, `bytesPerSecond`, `newAccountsPerDay`,
/// `accountEventsPerHour`; flags: `lenient`, `trusted`. Rates that are not written follow from `accounts`, which is 100
/// when it is not written either. Empty lines and such that begin with `#` say nothing.
public final class TierText {
    /// The tiers of a relay whose operator writes none (protocol reference §5.11).
    public static final String DEFAULTS = """
            trusted: *.host.bsky.network; trusted; accounts=10000000; eventsPerSecond=5000; eventsPerHour=50000000; \
            eventsPerDay=500000000; bytesPerSecond=50000000
            default: *; accounts=100
            """;

    private static final int LENGTH_MAX = 100_000;
    private static final int NAME_LENGTH_MAX = 253;

    private TierText() {}

    /// What a text turned out to be.
    public sealed interface Parsed {
        record Ok(Tiers tiers) implements Parsed {}

        /// Not taken, as a whole.
        ///
        /// @param message one line for the operator: where, what, and what was expected
        record Malformed(String message) implements Parsed {}
    }

    public static Parsed parse(String text) {
        if (text.length() > LENGTH_MAX) {
            return new Parsed.Malformed("tiers: too long (expected: at most " + LENGTH_MAX + " characters)");
        }
        List<HostTier> tiers = new ArrayList<>();
        String[] lines = text.split("[\n|]", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            try {
                tiers.add(tier(line));
            } catch (IllegalArgumentException e) {
                return new Parsed.Malformed("tiers, line " + (i + 1) + ": " + e.getMessage());
            }
        }
        try {
            return new Parsed.Ok(new Tiers(tiers));
        } catch (IllegalArgumentException e) {
            return new Parsed.Malformed("tiers: " + e.getMessage());
        }
    }

    /// The same tiers as text, with every limit written out.
    public static String write(Tiers tiers) {
        StringBuilder text = new StringBuilder();
        for (HostTier tier : tiers.list()) {
            HostTier.Rates rates = tier.rates();
            HostTier.Accounts accounts = tier.accounts();
            text.append(tier.name())
                    .append(": ")
                    .append(String.join(", ", tier.patterns()))
                    .append("; accounts=")
                    .append(accounts.accountsMax())
                    .append("; newAccountsPerDay=")
                    .append(accounts.newPerDay())
                    .append("; accountEventsPerHour=")
                    .append(accounts.eventsPerHour())
                    .append("; eventsPerSecond=")
                    .append(rates.eventsPerSecond())
                    .append("; eventsPerHour=")
                    .append(rates.eventsPerHour())
                    .append("; eventsPerDay=")
                    .append(rates.eventsPerDay())
                    .append("; bytesPerSecond=")
                    .append(rates.bytesPerSecond())
                    .append(tier.lenient() ? "; lenient" : "")
                    .append(tier.trusted() ? "; trusted\n" : "\n");
        }
        return text.toString();
    }

    /// Reads a text of this program itself.
    static Tiers parseOwn(String text) {
        return switch (parse(text)) {
            case Parsed.Ok ok -> ok.tiers();
            case Parsed.Malformed malformed -> throw new IllegalStateException(malformed.message());
        };
    }

    private static HostTier tier(String line) {
        int colon = line.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("no name (expected: name: pattern, …; key=number; …)");
        }
        String[] parts = line.substring(colon + 1).split(";", -1);
        TierDraft draft = new TierDraft();
        for (int i = 1; i < parts.length; i++) {
            if (!parts[i].isBlank()) {
                draft.set(parts[i].strip());
            }
        }
        return draft.finish(name(line.substring(0, colon).strip()), patterns(parts[0]));
    }

    private static String name(String name) {
        if (!name.matches("[A-Za-z0-9_-]{1,40}")) {
            throw new IllegalArgumentException("name: " + name + " (expected: 1 to 40 letters, digits, - and _)");
        }
        return name;
    }

    private static List<String> patterns(String text) {
        List<String> patterns = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String pattern = part.strip();
            if (!isPattern(pattern)) {
                throw new IllegalArgumentException(
                        "pattern: " + pattern + " (expected: a lower-case hostname, *.domain or *)");
            }
            patterns.add(pattern);
        }
        return patterns;
    }

    private static boolean isPattern(String pattern) {
        return pattern.length() <= NAME_LENGTH_MAX
                && (pattern.equals("*")
                        || pattern.matches("(\\*\\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)*[a-z0-9]([a-z0-9-]*[a-z0-9])?")
                        || pattern.matches("[a-z0-9.-]+:[0-9]{1,5}"));
    }
}

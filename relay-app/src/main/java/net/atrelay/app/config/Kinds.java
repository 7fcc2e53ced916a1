package net.atrelay.app.config;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.atrelay.fanout.AddressBlock;
import net.atrelay.fanout.admin.token.AdminTokens;
import net.atrelay.store.host.tier.TierText;
import net.atrelay.store.host.tier.Tiers;
import org.jspecify.annotations.Nullable;

/// The forms of values there are.
final class Kinds {
    private static final Map<String, Long> PLAIN = units("", 1L);
    private static final Map<String, Long> SIZES =
            units("TiB", 1L << 40, "GiB", 1L << 30, "MiB", 1L << 20, "KiB", 1L << 10, "B", 1L);
    private static final Map<String, Long> SPANS = units("h", 3_600_000L, "m", 60_000L, "s", 1_000L, "ms", 1L);
    private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?(?::[0-9]{1,5})?");

    private Kinds() {}

    static Kind<Boolean> flag() {
        return new Kind<>(Boolean.class, "true or false", Kinds::parseFlag, String::valueOf);
    }

    static Kind<Integer> integer(int min, int max) {
        return new Kind<>(
                Integer.class,
                "whole number, " + min + " to " + max,
                text -> toInteger(within(Quantity.parse(text, PLAIN), min, max)),
                String::valueOf);
    }

    static Kind<Long> number(long min, long max) {
        return new Kind<>(
                Long.class,
                "whole number, " + min + " to " + max,
                text -> within(Quantity.parse(text, PLAIN), min, max),
                String::valueOf);
    }

    /// A size in bytes that fits into an int.
    static Kind<Integer> smallSize(int min, int max) {
        Kind<Long> size = size(min, max);
        return new Kind<>(
                Integer.class,
                size.expected(),
                text -> toInteger(size.parser().parse(text)),
                bytes -> size.writer().apply(bytes.longValue()));
    }

    /// A size in bytes: `64MiB`; a bare number is bytes.
    static Kind<Long> size(long min, long max) {
        String bounds = Quantity.write(min, SIZES) + " to " + Quantity.write(max, SIZES);
        return new Kind<>(
                Long.class,
                "size like 64MiB, " + bounds,
                text -> within(parseSize(text), min, max),
                bytes -> Quantity.write(bytes, SIZES));
    }

    static Kind<Duration> duration(Duration min, Duration max) {
        String bounds = Quantity.write(min.toMillis(), SPANS) + " to " + Quantity.write(max.toMillis(), SPANS);
        return new Kind<>(
                Duration.class,
                "duration like 5ms, 30s or 72h, " + bounds,
                text -> toDuration(within(Quantity.parse(text, SPANS), min.toMillis(), max.toMillis())),
                duration -> Quantity.write(duration.toMillis(), SPANS));
    }

    /// One line of text.
    static Kind<String> text(int charsMax) {
        return new Kind<>(
                String.class,
                "text of 1 to " + charsMax + " printable ASCII characters",
                text -> text.length() <= charsMax && text.matches("[ -~]*[!-~][ -~]*") ? text : null,
                text -> text);
    }

    /// One line of text, or none.
    static Kind<String> textOrNone(int charsMax) {
        Kind<String> text = text(charsMax);
        return new Kind<>(
                String.class,
                text.expected() + ", or nothing",
                written -> written.isEmpty() ? "" : text.parser().parse(written),
                text.writer());
    }

    /// Hostnames or domains, made lower case; none when empty.
    static Kind<Set<String>> names() {
        return new Kind<>(
                Set.class,
                "names separated by commas",
                Kinds::parseNames,
                names -> String.join(",", new TreeSet<>(names)));
    }

    /// A constant of an enum, in lower case.
    static <E extends Enum<E>> Kind<E> word(Class<E> type) {
        String words = Arrays.stream(type.getEnumConstants()).map(Kinds::lower).collect(Collectors.joining(", "));
        return new Kind<>(type, "one of " + words, text -> parseWord(type, text), Kinds::lower);
    }

    static Kind<InetSocketAddress> address() {
        return new Kind<>(
                InetSocketAddress.class,
                "ADDRESS:PORT, like 127.0.0.1:2470",
                SocketAddresses::parse,
                SocketAddresses::write);
    }

    /// An absolute URL.
    static Kind<URI> uri() {
        return new Kind<>(URI.class, "URL like https://plc.directory", Kinds::parseUri, URI::toString);
    }

    /// Ranges of IP addresses, separated by commas; none when empty.
    static Kind<List<AddressBlock>> blocks() {
        return new Kind<>(
                List.class,
                "addresses or ADDRESS/BITS separated by commas",
                Kinds::parseBlocks,
                blocks -> blocks.stream().map(Kinds::write).collect(Collectors.joining(",")));
    }

    /// Tiers of hosts, as [TierText] reads them.
    static Kind<Tiers> tiers() {
        return new Kind<>(
                Tiers.class,
                "tiers like `default: *; accounts=100`",
                text -> TierText.parse(text) instanceof TierText.Parsed.Ok(var tiers) ? tiers : null,
                TierText::write);
    }

    /// Tokens of operators, as [AdminTokens] reads them.
    static Kind<AdminTokens> tokens() {
        return new Kind<>(
                AdminTokens.class,
                "`NAME SCOPES TOKEN`, several separated by a vertical bar; tokens of 16 to 256 characters",
                text -> AdminTokens.parse(text) instanceof AdminTokens.Parsed.Ok(var tokens) ? tokens : null,
                AdminTokens::toString,
                true);
    }

    /// A file; the empty path for none.
    static Kind<Path> file() {
        return new Kind<>(
                Path.class, "path of a file", text -> text.isBlank() ? Path.of("") : parsePath(text), Path::toString);
    }

    static Kind<Path> path() {
        return new Kind<>(Path.class, "path of a directory", Kinds::parsePath, Path::toString);
    }

    private static @Nullable Boolean parseFlag(String text) {
        return switch (text) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> null;
        };
    }

    private static @Nullable Long parseSize(String text) {
        Long bytes = Quantity.parse(text, SIZES);
        return bytes == null ? Quantity.parse(text, PLAIN) : bytes;
    }

    private static @Nullable Set<String> parseNames(String text) {
        Set<String> names = new TreeSet<>();
        if (text.isBlank()) {
            return Set.of();
        }
        for (String part : text.split(",", -1)) {
            String name = part.strip().toLowerCase(Locale.ROOT);
            if (!NAME.matcher(name).matches()) {
                return null;
            }
            names.add(name);
        }
        return Set.copyOf(names);
    }

    private static <E extends Enum<E>> @Nullable E parseWord(Class<E> type, String text) {
        for (E constant : type.getEnumConstants()) {
            if (lower(constant).equals(text)) {
                return constant;
            }
        }
        return null;
    }

    private static @Nullable URI parseUri(String text) {
        try {
            URI uri = new URI(text);
            return uri.isAbsolute() && uri.getHost() != null ? uri : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static @Nullable List<AddressBlock> parseBlocks(String text) {
        List<AddressBlock> blocks = new ArrayList<>();
        if (text.isBlank()) {
            return List.of();
        }
        for (String part : text.split(",", -1)) {
            AddressBlock block = AddressBlock.parse(part.strip());
            if (block == null) {
                return null;
            }
            blocks.add(block);
        }
        return List.copyOf(blocks);
    }

    private static String write(AddressBlock block) {
        return block.base().getHostAddress() + "/" + block.prefixBits();
    }

    private static @Nullable Path parsePath(String text) {
        try {
            return text.isBlank() ? null : Path.of(text);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable Long within(@Nullable Long number, long min, long max) {
        return number == null || number < min || number > max ? null : number;
    }

    private static @Nullable Integer toInteger(@Nullable Long number) {
        return number == null ? null : Math.toIntExact(number);
    }

    private static @Nullable Duration toDuration(@Nullable Long millis) {
        return millis == null ? null : Duration.ofMillis(millis);
    }

    private static Map<String, Long> units(Object... namesAndSizes) {
        Map<String, Long> units = new LinkedHashMap<>();
        for (int i = 0; i < namesAndSizes.length; i += 2) {
            units.put((String) namesAndSizes[i], (Long) namesAndSizes[i + 1]);
        }
        return Collections.unmodifiableMap(units);
    }
}

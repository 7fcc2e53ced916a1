package net.atrelay.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import net.atrelay.atproto.host.DevMode;
import net.atrelay.atproto.host.Hostname;
import net.atrelay.atproto.host.PublicAddress;
import net.atrelay.atproto.host.RetryAfter;
import net.atrelay.atproto.syntax.AtUri;
import net.atrelay.atproto.syntax.Datetime;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.atproto.syntax.Handle;
import net.atrelay.atproto.syntax.Nsid;
import net.atrelay.atproto.syntax.RecordKey;
import net.atrelay.atproto.syntax.RecordPath;
import net.atrelay.atproto.syntax.Tid;

/// The hand-written readers of identifiers against the expressions that the specifications print.
final class SyntaxTargets {
    private static final String LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";
    private static final String DID = "did:[a-z]+:[a-zA-Z0-9._:%-]*[a-zA-Z0-9._-]";
    private static final String HANDLE = "(?:" + LABEL + "\\.)+[a-zA-Z](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";
    private static final String NSID =
            "[a-zA-Z](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\\." + LABEL + ")+\\.[a-zA-Z][a-zA-Z0-9]{0,62}";
    private static final String RECORD_KEY = "(?!\\.{1,2}(?:$|/))[a-zA-Z0-9_~.:-]{1,512}";
    private static final int V4_BYTES = 4;
    private static final int V6_BYTES = 16;

    private SyntaxTargets() {}

    static List<FuzzTarget> all() {
        return List.of(
                syntax(
                        "did",
                        bounded(DID, Did.LENGTH_MAX),
                        Did::isValid,
                        "did:plc:a.B%-_",
                        "did:web:x.org%3A80",
                        "did:m:"),
                syntax(
                        "handle",
                        bounded(HANDLE, Handle.LENGTH_MAX),
                        Handle::isValid,
                        "a-1.b.Com",
                        "x.1a",
                        "a.b.c.d-e.io"),
                syntax("nsid", bounded(NSID, Nsid.LENGTH_MAX), Nsid::isValid, "com.ex-1.noteA", "a.b.c1"),
                syntax("record-key", matching(RECORD_KEY), RecordKey::isValid, "aZ0_~.:-", "..", ".", "..."),
                syntax(
                        "tid",
                        matching("[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}"),
                        Tid::isValid,
                        "3lmxjza3nva27",
                        "jzzzzzzzzzzzz"),
                syntax("record-path", SyntaxTargets::isPath, RecordPath::isValid, "com.example.n/3lmx", "a.b.c/.."),
                syntax(
                        "at-uri",
                        SyntaxTargets::isAtUri,
                        AtUri::isValid,
                        "at://did:plc:abc/com.example.n/self",
                        "at://alice.example.com",
                        "at://a.b/c.d.e"),
                new FuzzTarget("datetime", datetimes(), SyntaxTargets::datetimesAreMoments),
                new FuzzTarget("hostname", hostnames(), SyntaxTargets::hostnamesAreNormal),
                new FuzzTarget("did-web", dids(), SyntaxTargets::webHostsAreHosts),
                new FuzzTarget("retry-after", retries(), SyntaxTargets::retriesAreNotNegative),
                new FuzzTarget("public-address", addresses(), SyntaxTargets::publicAddressesAreNotSpecial));
    }

    private static FuzzTarget syntax(
            String name, Predicate<String> expected, Predicate<String> isValid, String... samples) {
        return new FuzzTarget(name, Seeds.ofTexts(samples), input -> {
            String text = Seeds.text(input);
            assertEquals(expected.test(text), isValid.test(text), () -> "text: " + text);
        });
    }

    private static Predicate<String> matching(String expression) {
        return Pattern.compile(expression).asMatchPredicate();
    }

    private static Predicate<String> bounded(String expression, int lengthMax) {
        Predicate<String> matches = matching(expression);
        return text -> text.length() <= lengthMax && matches.test(text);
    }

    private static boolean isPath(String text) {
        String[] parts = text.split("/", -1);
        return parts.length == 2
                && bounded(NSID, Nsid.LENGTH_MAX).test(parts[0])
                && matching(RECORD_KEY).test(parts[1]);
    }

    private static boolean isAtUri(String text) {
        if (!text.startsWith("at://")) {
            return false;
        }
        String[] parts = text.substring("at://".length()).split("/", 2);
        boolean isAuthority = parts[0].startsWith("did:")
                ? bounded(DID, Did.LENGTH_MAX).test(parts[0])
                : bounded(HANDLE, Handle.LENGTH_MAX).test(parts[0]);
        return isAuthority
                && (parts.length == 1 || bounded(NSID, Nsid.LENGTH_MAX).test(parts[1]) || isPath(parts[1]));
    }

    private static List<byte[]> datetimes() {
        return Seeds.ofTexts(
                "2026-01-01T00:00:00.000Z",
                "1985-04-12T23:20:50.12345678912345Z",
                "1996-12-19T16:39:57-08:00",
                "0000-01-01T00:00:00+01:00",
                "2024-02-29T23:59:59+00:00");
    }

    /// What is taken for a moment is one for the library too.
    private static void datetimesAreMoments(byte[] input) {
        String text = Seeds.text(input);
        if (Datetime.isValid(text)) {
            String nanos = text.replaceFirst("(\\.[0-9]{9})[0-9]+", "$1");
            assertTrue(isOffsetDateTime(nanos), () -> "text: " + text);
        } else if (text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z")) {
            assertFalse(isOffsetDateTime(text), () -> "text: " + text);
        }
    }

    private static boolean isOffsetDateTime(String text) {
        try {
            OffsetDateTime moment = OffsetDateTime.parse(text.replaceFirst("[+-][0-9]{2}:[0-9]{2}$", "Z"));
            return moment.getYear() >= 0;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static List<byte[]> hostnames() {
        return Seeds.ofTexts(
                "pds.example.com",
                "https://PDS.example.com",
                "wss://a.b:443",
                "localhost:2583",
                "http://localhost:1",
                "com",
                "127.0.0.1",
                "[::1]",
                "a.b.local",
                "x@y.z",
                "\u0130.example.com");
    }

    /// What comes out is lower case, of public form, and comes out again.
    private static void hostnamesAreNormal(byte[] input) {
        String text = Seeds.text(input);
        for (DevMode mode : DevMode.values()) {
            if (Hostname.parse(text, mode) instanceof Hostname.Ok host) {
                assertTrue(host.hostname().matches("[a-z0-9.-]{1,253}"), host.hostname());
                assertEquals(
                        host.hostname(),
                        Hostname.parse(host.authority(), mode) instanceof Hostname.Ok again ? again.hostname() : null);
                boolean isLocal = host.hostname().equals("localhost");
                assertTrue(isLocal ? mode == DevMode.ON : host.tls() && host.port() == null);
                assertEquals(isLocal, !matching(HANDLE).test(host.hostname()));
            }
        }
        String domain = Hostname.domain(text);
        if (domain != null) {
            assertEquals(domain, Hostname.domain(domain));
        }
    }

    private static List<byte[]> dids() {
        return Seeds.ofTexts(
                "did:web:example.com", "did:web:localhost%3A2583", "did:web:a.b:c", "did:plc:ewvi7nxzyoun6zhxrhs64oiz");
    }

    private static void webHostsAreHosts(byte[] input) {
        Did did = Did.parse(Seeds.text(input));
        String host = did == null ? null : did.webHost();
        if (did != null && host != null) {
            assertEquals(did.value(), "did:web:" + host.replace(":", "%3A"));
            assertTrue(host.matches("localhost:[1-9][0-9]{0,4}") || Handle.isValid(host), host);
            assertTrue(did.isSupported() && !did.isPlc());
        }
    }

    private static List<byte[]> retries() {
        return Seeds.ofTexts("120", "Fri, 31 Dec 1999 23:59:59 GMT", "0", "999999999", " 5 ", "-1", "1.5");
    }

    private static void retriesAreNotNegative(byte[] input) {
        Instant now = Instant.ofEpochSecond(946_684_000);
        String text = Seeds.text(input);
        Duration wished = RetryAfter.parse(text, now);
        assertTrue(wished == null || !wished.isNegative(), () -> text + ": " + wished);
        Duration granted = RetryAfter.granted(429, text, now, Duration.ofMinutes(10));
        assertTrue(granted == null || granted.compareTo(Duration.ofMinutes(10)) <= 0);
        assertEquals(wished == null, granted == null);
    }

    private static List<byte[]> addresses() {
        return List.of(
                new byte[] {8, 8, 8, 8},
                new byte[] {127, 0, 0, 1},
                new byte[] {10, 1, 2, 3},
                Arrays.copyOf(new byte[] {0x20, 0x01, 0x48, 0x60}, V6_BYTES),
                Arrays.copyOf(new byte[] {(byte) 0xfe, (byte) 0x80}, V6_BYTES));
    }

    private static void publicAddressesAreNotSpecial(byte[] input) throws UnknownHostException {
        boolean isPublic = PublicAddress.isPublic(input);
        if (input.length != V4_BYTES && input.length != V6_BYTES) {
            assertFalse(isPublic);
            return;
        }
        InetAddress address = InetAddress.getByAddress(input);
        boolean isSpecial = address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress();
        assertFalse(isPublic && isSpecial, address::toString);
    }
}

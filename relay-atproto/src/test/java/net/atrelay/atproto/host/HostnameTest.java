package net.atrelay.atproto.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import net.atrelay.atproto.host.Hostname.Ok;
import net.atrelay.atproto.host.Hostname.Reason;
import net.atrelay.atproto.host.Hostname.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostnameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "pds.example.com",
                "https://pds.example.com",
                "wss://pds.example.com",
                "PDS.Example.COM",
                "HTTPS://pds.example.com"
            })
    void publicHostsSpeakTls(String input) {
        for (DevMode devMode : DevMode.values()) {
            assertEquals(new Ok("pds.example.com", null, true), Hostname.parse(input, devMode));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://pds.example.com, PLAINTEXT",
        "ws://pds.example.com, PLAINTEXT",
        "at://pds.example.com, SCHEME",
        "ftp://pds.example.com, SCHEME",
        "://pds.example.com, SCHEME",
        "https://https://pds.example.com, EXTRA_PARTS",
        "https://pds.example.com:8443, PORT",
        "https://pds.example.com:443, PORT",
        "pds.example.com:, PORT",
        "https://pds.example.com/, EXTRA_PARTS",
        "https://pds.example.com/xrpc, EXTRA_PARTS",
        "pds.example.com?a=b, EXTRA_PARTS",
        "pds.example.com#a, EXTRA_PARTS",
        "user@pds.example.com, EXTRA_PARTS",
        "https://user:pass@pds.example.com, EXTRA_PARTS",
        "https://8.8.8.8, NOT_A_HOSTNAME",
        "2130706433, NOT_A_HOSTNAME",
        "0x7f.0.0.1, NOT_A_HOSTNAME",
        "[::1], NOT_A_HOSTNAME",
        "https://[::1]:443, NOT_A_HOSTNAME",
        "asdf, NOT_A_HOSTNAME",
        "pds.example.com., NOT_A_HOSTNAME",
        "pds..example.com, NOT_A_HOSTNAME",
        "pds_.example.com, NOT_A_HOSTNAME",
        "' pds.example.com', NOT_A_HOSTNAME",
        "'', NOT_A_HOSTNAME",
        "https://, NOT_A_HOSTNAME",
        "пдс.example.com, NOT_A_HOSTNAME",
        "https://internal, RESERVED_NAME",
        "https://service.local, RESERVED_NAME",
        "a.localhost, RESERVED_NAME",
        "a.arpa, RESERVED_NAME",
        "a.onion, RESERVED_NAME",
        "a.test, RESERVED_NAME",
        "a.example, RESERVED_NAME",
        "a.INVALID, RESERVED_NAME",
        "a.alt, RESERVED_NAME",
        "a.internal, RESERVED_NAME"
    })
    void othersAreRefusedInEitherMode(String input, Reason reason) {
        for (DevMode devMode : DevMode.values()) {
            assertEquals(new Refused(reason), Hostname.parse(input, devMode));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:8080, false",
        "http://localhost:8080, false",
        "ws://localhost:8080, false",
        "https://localhost:8080, true",
        "LOCALHOST:8080, false"
    })
    void developmentOpensLocalhostWithAPort(String input, boolean tls) {
        Ok expected = new Ok("localhost", 8_080, tls);
        assertEquals(expected, Hostname.parse(input, DevMode.ON));
        assertEquals("localhost:8080", expected.authority());
        assertEquals(new Refused(Reason.RESERVED_NAME), Hostname.parse(input, DevMode.OFF));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "https://localhost",
                "localhost:",
                "localhost:0",
                "localhost:080",
                "localhost:65536",
                "localhost:999999",
                "localhost:8a",
                "localhost:80:80",
                "localhost:-1",
                "localhost:+80"
            })
    void localhostWantsARealPort(String input) {
        assertEquals(new Refused(Reason.PORT), Hostname.parse(input, DevMode.ON));
    }

    @ParameterizedTest
    @EnumSource(DevMode.class)
    void loopbackAddressesAreNoHostnames(DevMode devMode) {
        assertEquals(new Refused(Reason.NOT_A_HOSTNAME), Hostname.parse("127.0.0.1:8080", devMode));
    }

    @Test
    void inputIsBounded() {
        String input = "https://" + "a".repeat(10_000_000) + ".com";
        assertEquals(new Refused(Reason.NOT_A_HOSTNAME), Hostname.parse(input, DevMode.OFF));
    }

    @ParameterizedTest
    @CsvSource({
        "bad.example.com, bad.example.com",
        "Bad.Example.COM, bad.example.com",
        "https://example.com, example.com",
        "XYZ, xyz",
        "xn--p1ai, xn--p1ai"
    })
    void aDomainMayBeATopLevelOne(String input, String domain) {
        assertEquals(domain, Hostname.domain(input));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", ".com", "com.", "-com", "com-", "7", "c m", "*", "8.8.8.8", "example.com/x", "com:1"})
    void whatIsNoNameIsNoDomain(String input) {
        assertNull(Hostname.domain(input));
        assertNull(Hostname.domain("x".repeat(64) + input));
    }
}

package net.atrelay.verify.identity;

import static net.atrelay.verify.identity.Documents.K256;
import static net.atrelay.verify.identity.Documents.P256;
import static net.atrelay.verify.identity.Documents.document;
import static net.atrelay.verify.identity.Documents.method;
import static net.atrelay.verify.identity.Documents.service;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import net.atrelay.atproto.host.DevMode;
import net.atrelay.atproto.syntax.Did;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DidDocumentTest {
    private static final String DID = "did:plc:ewvi7nxzyoun6zhxrhs64oiz";
    private static final String OTHER = "did:plc:z72i7hdynmk6r22z27h6tvur";
    private static final String LEGACY_K256 = "EcdsaSecp256k1VerificationKey2019";
    private static final String LEGACY_P256 = "EcdsaSecp256r1VerificationKey2019";
    private static final String SCHNORR = "SchnorrSecp256k1VerificationKey2019";
    private static final String PDS = "AtprotoPersonalDataServer";

    static Stream<Arguments> keys() {
        return Stream.of(
                key("absolute id", K256, method(DID + "#atproto", DID, "Multikey", K256)),
                key("relative id", K256, method("#atproto", DID, "Multikey", K256)),
                key("P-256", P256, method("#atproto", DID, "Multikey", P256)),
                key("legacy, 33 bytes", K256, method("#atproto", DID, LEGACY_K256, Documents.bare(K256))),
                key("legacy, 65 bytes", K256, method("#atproto", DID, LEGACY_K256, Documents.bareLong(K256))),
                key("legacy P-256", P256, method("#atproto", DID, LEGACY_P256, Documents.bare(P256))),
                key("legacy type of the other curve", null, method("#atproto", DID, LEGACY_P256, Documents.bare(K256))),
                key("legacy type with a Multikey", null, method("#atproto", DID, LEGACY_K256, K256)),
                key("Multikey without codec", null, method("#atproto", DID, "Multikey", Documents.bare(K256))),
                key("another type", null, method("#atproto", DID, SCHNORR, K256)),
                key("ed25519", null, method("#atproto", DID, "Multikey", Documents.ED25519)),
                key("no multibase", null, method("#atproto", DID, "Multikey", K256.substring(1))),
                key("empty key", null, method("#atproto", DID, "Multikey", "")),
                key("another controller", null, method("#atproto", OTHER, "Multikey", K256)),
                key("id of another DID", null, method(OTHER + "#atproto", DID, "Multikey", K256)),
                key("id without fragment", null, method(DID, DID, "Multikey", K256)),
                key("a longer id", null, method("#atproto_space", DID, "Multikey", K256)),
                key("a longer absolute id", null, method(DID + "#atproto_space", DID, "Multikey", K256)),
                key("a label", null, method("#atproto_label", DID, "Multikey", K256)),
                key("none", null, ""),
                key("no object", null, "null,1,\"#atproto\",[]"),
                key(
                        "no controller",
                        null,
                        "{\"id\":\"#atproto\",\"type\":\"Multikey\",\"publicKeyMultibase\":\"" + K256 + "\"}"),
                key(
                        "a key that is no string",
                        null,
                        "{\"id\":\"#atproto\",\"type\":\"Multikey\",\"controller\":\"" + DID
                                + "\",\"publicKeyMultibase\":{}}"),
                key(
                        "the first of two",
                        P256,
                        method("#atproto", DID, "Multikey", P256) + "," + method("#atproto", DID, "Multikey", K256)),
                key(
                        "the first of two, relative and absolute",
                        K256,
                        method(DID + "#atproto", DID, "Multikey", K256) + ","
                                + method("#atproto", DID, "Multikey", P256)),
                key(
                        "behind a space's key",
                        K256,
                        method("#atproto_space", DID, "Multikey", P256) + ","
                                + method("#atproto", DID, "Multikey", K256)),
                key(
                        "behind another controller's",
                        K256,
                        method("#atproto", OTHER, "Multikey", P256) + "," + method("#atproto", DID, "Multikey", K256)),
                key(
                        "behind another type",
                        K256,
                        method("#atproto", DID, SCHNORR, P256) + "," + method("#atproto", DID, "Multikey", K256)),
                key(
                        "behind one of no use",
                        null,
                        method("#atproto", DID, "Multikey", Documents.ED25519) + ","
                                + method("#atproto", DID, "Multikey", K256)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keys")
    void theFirstAtprotoKeyIsTheSigningKey(String what, @Nullable String multikey, String methods) {
        String expected = multikey == null ? null : "did:key:" + multikey;
        assertEquals(
                new DidDocument.Valid(expected, "pds.example.com"),
                read(document(DID, methods, service("#atproto_pds", "https://pds.example.com"))),
                what);
    }

    private static Arguments key(String what, @Nullable String multikey, String methods) {
        return arguments(what, multikey, methods);
    }

    static Stream<Arguments> services() {
        String good = service("#atproto_pds", "https://pds.example.com");
        String other = service("#atproto_pds", "https://other.example.com");
        return Stream.of(
                arguments("relative id", "pds.example.com", good),
                arguments("absolute id", "pds.example.com", service(DID + "#atproto_pds", "https://pds.example.com")),
                arguments("another id", null, service("#atproto_labeler", "https://pds.example.com")),
                arguments("a longer id", null, service("#atproto_pds2", "https://pds.example.com")),
                arguments("id of another DID", null, service(OTHER + "#atproto_pds", "https://pds.example.com")),
                arguments(
                        "another type", null, service("#atproto_pds", "AtprotoLabeler", "\"https://pds.example.com\"")),
                arguments("object", null, service("#atproto_pds", PDS, "{\"uri\":\"https://pds.example.com\"}")),
                arguments("array", null, service("#atproto_pds", PDS, "[\"https://pds.example.com\"]")),
                arguments("null", null, service("#atproto_pds", PDS, "null")),
                arguments("none", null, ""),
                arguments("the first of two", "pds.example.com", good + "," + other),
                arguments("the first of two, other order", "other.example.com", other + "," + good),
                arguments(
                        "behind another type",
                        "pds.example.com",
                        service("#atproto_pds", "Other", "\"https://other.example.com\"") + "," + good),
                arguments("behind an object", null, service("#atproto_pds", PDS, "{}") + "," + good),
                arguments(
                        "behind a space's service",
                        "pds.example.com",
                        service("#atproto_space", PDS, "\"https://space.example.com\"") + "," + good));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("services")
    void theFirstAtprotoPdsIsTheHost(String what, @Nullable String host, String services) {
        assertEquals(
                new DidDocument.Valid("did:key:" + K256, host),
                read(document(DID, method("#atproto", DID, "Multikey", K256), services)),
                what);
    }

    @ParameterizedTest
    @CsvSource({
        "https://pds.example.com, pds.example.com",
        "https://PDS.Example.COM, pds.example.com",
        "HTTPS://pds.example.com, pds.example.com",
        "https://pds.example.com/, pds.example.com",
        "https://pds.example.com:443, pds.example.com",
        "https://pds.example.com:443/, pds.example.com",
        "http://pds.example.com,",
        "https://pds.example.com:8443,",
        "https://pds.example.com:80,",
        "https://pds.example.com/path,",
        "https://pds.example.com//,",
        "https://pds.example.com?query,",
        "https://pds.example.com#fragment,",
        "https://user@pds.example.com,",
        "https://user:secret@pds.example.com,",
        "https://pds.example.com\\evil.example.com,",
        "https://127.0.0.1,",
        "https://[::1],",
        "https://localhost,",
        "http://localhost:2583,",
        "https://pds.internal,",
        "https://pds,",
        "https://pds.example.com.,",
        "https://,",
        "wss://pds.example.com,",
        "ftp://pds.example.com,",
        "pds.example.com,",
        "'',",
        "/,",
    })
    void onlyAPublicHttpsUrlIsAnEndpoint(String endpoint, @Nullable String host) {
        String json = endpoint.replace("\\", "\\\\");
        assertEquals(new DidDocument.Valid("did:key:" + K256, host), read(Documents.of(DID, K256, json)));
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:2583, localhost:2583",
        "https://localhost:2583, localhost:2583",
        "https://pds.example.com, pds.example.com",
        "http://localhost,",
        "http://127.0.0.1:2583,",
        "http://pds.example.com,",
        "http://pds.localhost:2583,"
    })
    void developmentAddsPortsOfThisMachineAndNothingElse(String endpoint, @Nullable String host) {
        byte[] body = Documents.of(DID, K256, endpoint).getBytes(StandardCharsets.UTF_8);
        assertEquals(new DidDocument.Valid("did:key:" + K256, host), DidDocument.read(body, new Did(DID), DevMode.ON));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "\"did:plc:ewvi7nxzyoun6zhxrhs64oiz\"",
                "1",
                "null",
                "{}",
                "{\"id\":null}",
                "{\"id\":[\"did:plc:ewvi7nxzyoun6zhxrhs64oiz\"]}",
                "{\"id\":\"did:plc:z72i7hdynmk6r22z27h6tvur\"}",
                "{\"id\":\"did:plc:EWVI7NXZYOUN6ZHXRHS64OIZ\"}",
                "{\"id\":\"did:plc:ewvi7nxzyoun6zhxrhs64oiz#x\"}",
                "{\"id\":\"did:plc:ewvi7nxzyoun6zhxrhs64oiz\",\"id\":\"did:plc:z72i7hdynmk6r22z27h6tvur\"}"
            })
    void jsonThatIsNoDocumentOfTheDidIsInvalid(String body) {
        assertEquals(new DidDocument.Invalid(), read(body));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "<html></html>", "{", "{\"id\":\"did:plc:ewvi7nxzyoun6zhxrhs64oiz\"} {}", "{'id':1}"})
    void whatIsNoJsonIsNoDocument(String body) {
        assertEquals(new DidDocument.NotJson(), read(body));
    }

    @Test
    void jsonBeyondTheLimitsIsInvalid() {
        assertEquals(new DidDocument.Invalid(), read("[".repeat(200) + "]".repeat(200)));
        assertEquals(new DidDocument.Invalid(), read("{\"id\":\"" + "x".repeat(20_000) + "\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"verificationMethod\":{\"a\":1},\"service\":\"x\"", ",\"unknown\":[{}]"})
    void missingAndOddMembersAreEmpty(String members) {
        assertEquals(new DidDocument.Valid(null, null), read("{\"id\":\"" + DID + "\"" + members + "}"));
    }

    @Test
    void anObjectInPlaceOfTheListIsNotReadAsOne() {
        String entry = method("#atproto", DID, "Multikey", K256);
        assertEquals(
                new DidDocument.Valid(null, null),
                read("{\"id\":\"" + DID + "\",\"verificationMethod\":{\"a\":" + entry + "}}"));
    }

    private static DidDocument read(String body) {
        return DidDocument.read(body.getBytes(StandardCharsets.UTF_8), new Did(DID), DevMode.OFF);
    }
}

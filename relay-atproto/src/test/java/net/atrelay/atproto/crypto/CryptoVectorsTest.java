package net.atrelay.atproto.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import net.atrelay.atproto.Interop;
import net.atrelay.atproto.cid.Sha256;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class CryptoVectorsTest {
    @TestFactory
    List<DynamicTest> signatures() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode fixture : fixtures("crypto/signature-fixtures.json")) {
            tests.add(DynamicTest.dynamicTest(text(fixture, "comment"), () -> assertSignature(fixture)));
        }
        return tests;
    }

    @TestFactory
    List<DynamicTest> didKeys() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode fixture : fixtures("crypto/w3c_didkey_K256.json")) {
            BigInteger scalar = new BigInteger(1, HexFormat.of().parseHex(text(fixture, "privateKeyBytesHex")));
            tests.add(didKey(Curve.K256, scalar, text(fixture, "publicDidKey")));
        }
        for (JsonNode fixture : fixtures("crypto/w3c_didkey_P256.json")) {
            byte[] scalar = Base58.decode(text(fixture, "privateKeyBytesBase58"), 0);
            assertNotNull(scalar);
            tests.add(didKey(Curve.P256, new BigInteger(1, scalar), text(fixture, "publicDidKey")));
        }
        return tests;
    }

    private static DynamicTest didKey(Curve curve, BigInteger scalar, String expected) {
        return DynamicTest.dynamicTest(expected, () -> {
            assertEquals(
                    expected,
                    TestSigner.ofHex(curve, scalar.toString(16)).publicKey().toString());
            assertEquals(expected, usable(DidKey.parse(expected)).toString());
        });
    }

    private static void assertSignature(JsonNode fixture) {
        byte[] message = Base64.getDecoder().decode(text(fixture, "messageBase64"));
        byte[] signature = Base64.getDecoder().decode(text(fixture, "signatureBase64"));
        byte[] digest = Sha256.of(message, 0, message.length);
        PublicKey key = usable(DidKey.parse(text(fixture, "publicKeyDid")));
        assertEquals(key, usable(Multikey.parse(text(fixture, "didDocSuite"), text(fixture, "publicKeyMultibase"))));
        boolean expected = fixture.get("validSignature").booleanValue();
        assertEquals(expected, SignatureVerifiers.best().verify(key, digest, signature));
        assertEquals(expected, SignatureVerifiers.portable().verify(key, digest, signature));
    }

    private static PublicKey usable(ParsedKey parsed) {
        return assertInstanceOf(ParsedKey.Usable.class, parsed).key();
    }

    private static String text(JsonNode fixture, String field) {
        return fixture.get(field).textValue();
    }

    private static JsonNode fixtures(String file) throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        return Interop.isPresent() ? mapper.readTree(Interop.text(file)) : mapper.createArrayNode();
    }
}

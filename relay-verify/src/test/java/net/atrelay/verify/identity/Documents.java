package net.atrelay.verify.identity;

import java.math.BigInteger;
import net.atrelay.atproto.crypto.DidKey;
import net.atrelay.atproto.crypto.ParsedKey;
import net.atrelay.atproto.crypto.PublicKey;

/// DID documents and keys for tests.
final class Documents {
    static final String K256 = "zQ3shSLZGMcjepaac1GBQPn3qbrRaNyFgVGLhM8mMpDAwir7o";
    static final String P256 = "zDnaeRkcMQwQYKY7MnhPrZVpPMk6o9qiFuyWCf2fq2niWbNTc";
    /// A well-formed key of a kind that signs no repos.
    static final String ED25519 = "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";

    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    private Documents() {}

    /// A document like those of the directory.
    static String of(String did, String multibase, String pds) {
        return document(did, method(did + "#atproto", did, "Multikey", multibase), service("#atproto_pds", pds));
    }

    static String document(String did, String methods, String services) {
        return """
                {"@context":["https://www.w3.org/ns/did/v1"],"id":"%s","alsoKnownAs":["at://alice.example.com"],
                 "verificationMethod":[%s],"service":[%s]}""".formatted(did, methods, services);
    }

    static String method(String id, String controller, String type, String multibase) {
        return "{\"id\":\"" + id + "\",\"type\":\"" + type + "\",\"controller\":\"" + controller
                + "\",\"publicKeyMultibase\":\"" + multibase + "\"}";
    }

    static String service(String id, String endpoint) {
        return service(id, "AtprotoPersonalDataServer", "\"" + endpoint + "\"");
    }

    /// @param endpoint as JSON
    static String service(String id, String type, String endpoint) {
        return """
                {"id":"%s","type":"%s","serviceEndpoint":%s}""".formatted(id, type, endpoint);
    }

    /// The point of a key in 33 bytes, as base58btc multibase without a codec.
    static String bare(String multikey) {
        PublicKey key = ((ParsedKey.Usable) DidKey.parse("did:key:" + multikey)).key();
        return "z" + base58(key.toCompressed());
    }

    /// The point of a K-256 key in 65 bytes, likewise.
    static String bareLong(String multikey) {
        byte[] point =
                ((ParsedKey.Usable) DidKey.parse("did:key:" + multikey)).key().toCompressed();
        BigInteger prime =
                BigInteger.TWO.pow(256).subtract(BigInteger.TWO.pow(32)).subtract(BigInteger.valueOf(977));
        BigInteger x = new BigInteger(1, point, 1, 32);
        BigInteger square = x.modPow(BigInteger.valueOf(3), prime).add(BigInteger.valueOf(7));
        BigInteger y = square.modPow(prime.add(BigInteger.ONE).shiftRight(2), prime);
        BigInteger signed = y.testBit(0) == (point[0] == 3) ? y : prime.subtract(y);
        BigInteger whole =
                BigInteger.valueOf(4).shiftLeft(512).or(x.shiftLeft(256)).or(signed);
        return "z" + base58(whole.toByteArray());
    }

    private static String base58(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        BigInteger base = BigInteger.valueOf(58);
        for (BigInteger rest = new BigInteger(1, bytes); rest.signum() > 0; rest = rest.divide(base)) {
            text.append(ALPHABET.charAt(rest.mod(base).intValue()));
        }
        return text.reverse().toString();
    }
}

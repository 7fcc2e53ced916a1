package net.atrelay.verify.identity;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import net.atrelay.atproto.crypto.DidKey;
import net.atrelay.atproto.crypto.ParsedKey;
import net.atrelay.atproto.host.DevMode;
import net.atrelay.atproto.host.Hostname;
import net.atrelay.atproto.syntax.Did;
import org.junit.jupiter.api.Test;

/// Whatever a server sends as a document, reading it gives an answer, and what it gives is a key and a public host.
class DidDocumentFuzzTest {
    private static final int RUNS = 5_000;
    private static final String DID = "did:plc:ewvi7nxzyoun6zhxrhs64oiz";
    private static final String[] TOKENS = {
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "null",
        "true",
        "1e999",
        "-",
        "\\u0000",
        "\\ud800",
        "\"id\"",
        "\"" + DID + "\"",
        "\"service\"",
        "\"verificationMethod\"",
        "\"#atproto\"",
        "\"#atproto_pds\"",
        "\"https://a.example.com\"",
        "\u00e9"
    };

    @Test
    void damagedDocumentsNeverThrow() {
        byte[] document =
                Documents.of(DID, Documents.K256, "https://pds.example.com").getBytes(StandardCharsets.UTF_8);
        forEachSeed(random -> damaged(document, random));
    }

    @Test
    void randomJsonNeverThrows() {
        forEachSeed(random -> {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append(TOKENS[random.nextInt(TOKENS.length)]);
            }
            return text.toString().getBytes(StandardCharsets.UTF_8);
        });
    }

    @Test
    void randomBytesNeverThrow() {
        forEachSeed(random -> {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            return bytes;
        });
    }

    private interface Bodies {
        byte[] next(Random random);
    }

    private static void forEachSeed(Bodies bodies) {
        long first = System.nanoTime();
        for (long seed = first; seed < first + RUNS; seed++) {
            byte[] body = bodies.next(new Random(seed));
            try {
                check(DidDocument.read(body, new Did(DID), DevMode.OFF));
            } catch (RuntimeException | AssertionError | StackOverflowError e) {
                throw new AssertionError("seed: " + seed, e);
            }
        }
    }

    private static void check(DidDocument document) {
        if (document instanceof DidDocument.Valid(var key, var host)) {
            if (key != null) {
                assertInstanceOf(ParsedKey.Usable.class, DidKey.parse(key));
            }
            if (host != null) {
                assertTrue(Hostname.parse(host, DevMode.OFF) instanceof Hostname.Ok(var name, var port, var tls)
                        && name.equals(host)
                        && port == null
                        && tls);
            }
        }
    }

    private static byte[] damaged(byte[] document, Random random) {
        byte[] bytes = document.clone();
        for (int i = 1 + random.nextInt(4); i > 0 && bytes.length > 0; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) "{}[],:\"\\0n".charAt(random.nextInt(10));
                case 2 -> bytes = Arrays.copyOf(bytes, at);
                default -> {
                    int length = Math.min(bytes.length - at, random.nextInt(40));
                    System.arraycopy(bytes, random.nextInt(bytes.length - length + 1), bytes, at, length);
                }
            }
        }
        return bytes;
    }
}

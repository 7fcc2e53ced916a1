package net.atrelay.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import net.atrelay.atproto.cbor.CborReader;
import net.atrelay.atproto.cbor.CborValue;
import net.atrelay.atproto.cbor.LenientCbor;
import net.atrelay.atproto.cbor.MalformedCbor;
import net.atrelay.atproto.stream.CanonicalRewrite;
import org.jspecify.annotations.Nullable;

/// The readers of DRISL and of CBOR that is to become DRISL, against Jackson's.
final class CborTargets {
    private CborTargets() {}

    static List<FuzzTarget> all() {
        return List.of(
                new FuzzTarget("drisl", seeds(), CborTargets::strictlyRead),
                new FuzzTarget("cbor-lenient", seeds(), CborTargets::leniencyForgivesFormOnly),
                new FuzzTarget("canonical-rewrite", SampleFrames.all(), CborTargets::rewriteIsCanonical));
    }

    private static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>(SampleFrames.payloads());
        String link = "d82a58250001711220" + "ab".repeat(32);
        for (String hex : List.of(
                "00",
                "1b0020000000000000",
                "3903e7",
                "f6",
                "f5",
                "8301f420",
                "a2616101626262626263",
                link,
                "a1636b6579" + link,
                "9f0102ff",
                "bf616101ff",
                "5f42010241ff03ff",
                "7f61616162ff",
                "1800",
                "f97e00",
                "a26262620161610f",
                "c11a514b67b0")) {
            seeds.add(HexFormat.of().parseHex(hex.length() % 2 == 0 ? hex : hex + "0"));
        }
        seeds.add(new CborValue.Fields(Map.of("\u20ac".repeat(3_000), new CborValue.Null())).encode());
        return seeds;
    }

    /// Accepted bytes are the only ones that stand for their value; skipping, leniency and Jackson see the same value.
    private static void strictlyRead(byte[] input) throws Exception {
        CborValue value = strict(input);
        assertEquals(value != null, isSkipped(input));
        if (value != null) {
            assertArrayEquals(input, value.encode());
            assertArrayEquals(input, new LenientCbor(input).read().encode());
            JacksonCbor.assertSame(value, input);
        }
    }

    /// What is forgiven is written anew in a form that the strict reader takes, and that says what was sent.
    private static void leniencyForgivesFormOnly(byte[] input) throws Exception {
        LenientCbor reader = new LenientCbor(input);
        CborValue value;
        try {
            value = reader.read();
        } catch (MalformedCbor malformed) {
            assertNotEquals(MalformedCbor.Kind.NOT_CANONICAL, malformed.reason().kind());
            return;
        }
        if (reader.atEnd()) {
            byte[] canonical = value.encode();
            assertArrayEquals(canonical, CborValue.decode(canonical).encode());
            JacksonCbor.assertSame(value, input);
        }
    }

    private static void rewriteIsCanonical(byte[] input) throws Exception {
        if (CanonicalRewrite.rewrite(input) instanceof CanonicalRewrite.Rewritten(byte[] canonical)) {
            CborReader reader = new CborReader(canonical);
            reader.skipItem();
            reader.skipItem();
            reader.expectEnd();
            CanonicalRewrite.Rewritten again = (CanonicalRewrite.Rewritten) CanonicalRewrite.rewrite(canonical);
            assertArrayEquals(canonical, again.bytes());
        }
    }

    private static @Nullable CborValue strict(byte[] input) {
        try {
            return CborValue.decode(input);
        } catch (MalformedCbor malformed) {
            return null;
        }
    }

    private static boolean isSkipped(byte[] input) {
        CborReader reader = new CborReader(input);
        try {
            reader.skipItem();
            return reader.atEnd();
        } catch (MalformedCbor malformed) {
            return false;
        }
    }
}

package net.atrelay.atproto.cbor;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import net.atrelay.atproto.cbor.MalformedCbor.Reason;
import net.atrelay.atproto.cid.Cid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CborReaderTest {
    private static final String CID = "d82a582500" + "01711220" + "ab".repeat(32);

    @ParameterizedTest
    @CsvSource({
        "00",
        "17",
        "1818",
        "18ff",
        "190100",
        "1a00010000",
        "1b0000000100000000",
        "1b7fffffffffffffff",
        "20",
        "3818",
        "3b7fffffffffffffff",
        "40",
        "4100",
        "60",
        "6161",
        "62c3a9",
        "63e2bd98",
        "64f09f9880",
        "80",
        "820102",
        "a0",
        "a16161f6",
        "a2616101616202",
        "a261620162616102",
        "f4",
        "f5",
        "f6"
    })
    void shortestFormsAreTaken(String hex) throws MalformedCbor {
        byte[] bytes = HexFormat.of().parseHex(hex);
        CborReader reader = new CborReader(bytes);
        reader.skipItem();
        reader.expectEnd();
        assertEquals(hex, HexFormat.of().formatHex(CborValue.decode(bytes).encode()));
    }

    @ParameterizedTest
    @CsvSource({
        // Integers and lengths in more bytes than needed.
        "1817, NOT_SHORTEST",
        "1900ff, NOT_SHORTEST",
        "1a0000ffff, NOT_SHORTEST",
        "1b00000000ffffffff, NOT_SHORTEST",
        "3800, NOT_SHORTEST",
        "580100, NOT_SHORTEST",
        "780161, NOT_SHORTEST",
        "980100, NOT_SHORTEST",
        "b801616100, NOT_SHORTEST",
        "d9002a420001, NOT_SHORTEST",
        // Integers above 63 bits.
        "1b8000000000000000, INTEGER_RANGE",
        "3b8000000000000000, INTEGER_RANGE",
        // Indefinite lengths and breaks.
        "5fff, INDEFINITE_LENGTH",
        "7fff, INDEFINITE_LENGTH",
        "9fff, INDEFINITE_LENGTH",
        "bfff, INDEFINITE_LENGTH",
        "ff, RESERVED_HEAD",
        "1c, RESERVED_HEAD",
        "fc, RESERVED_HEAD",
        // Floats and simple values.
        "f93c00, FLOAT",
        "f97e00, FLOAT",
        "fa3f800000, FLOAT",
        "fb3ff0000000000000, FLOAT",
        "f7, SIMPLE_VALUE",
        "e0, SIMPLE_VALUE",
        "f818, SIMPLE_VALUE",
        // Keys.
        "a2616201616102, KEY_ORDER",
        "a262616101616202, KEY_ORDER",
        "a2616101616102, DUPLICATE_KEY",
        "a10100, KEY_TYPE",
        "a1416100, KEY_TYPE",
        // Tags and links.
        "c000, TAG",
        "d82b00, TAG",
        "d82a6161, LINK",
        "d82a40, LINK",
        "d82a4101, LINK",
        // UTF-8: stray continuation, overlong, surrogate, above U+10FFFF, cut.
        "6180, UTF8",
        "62c080, UTF8",
        "63e08080, UTF8",
        "63eda080, UTF8",
        "64f4908080, UTF8",
        "64f0808080, UTF8",
        "61c3, UTF8",
        // Lengths past the end.
        "18, TRUNCATED",
        "1900, TRUNCATED",
        "42ff, TRUNCATED",
        "5bffffffffffffffff, TRUNCATED",
        "7b7fffffffffffffff00, TRUNCATED",
        "9bffffffffffffffff, TRUNCATED",
        "bb7fffffffffffffff00, TRUNCATED",
        "9a7fffffff00, TRUNCATED",
        "8101ff, TRAILING_BYTES",
        "0000, TRAILING_BYTES"
    })
    void everythingElseIsRefusedWithItsReason(String hex, Reason reason) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        MalformedCbor refused = assertThrows(MalformedCbor.class, () -> CborValue.decode(bytes));
        assertEquals(reason, refused.reason());
        // What is passed over is judged alike.
        MalformedCbor refusedUnread = assertThrows(MalformedCbor.class, () -> skipAll(bytes));
        assertEquals(reason, refusedUnread.reason());
    }

    private static void skipAll(byte[] bytes) throws MalformedCbor {
        CborReader reader = new CborReader(bytes);
        reader.skipItem();
        reader.expectEnd();
    }

    @Test
    void linksAreCidsBehindAZeroByte() {
        assertTrue(isItem(CID));
        // Another codec and another hash are not judged: dag-pb, and blake3 of 32 bytes.
        assertTrue(isItem("d82a582500" + "01701220" + "ab".repeat(32)));
        assertTrue(isItem("d82a582500" + "01711e20" + "ab".repeat(32)));
        // CIDv0, no leading zero, wrong digest lengths, version 2, overlong codec varint.
        assertFalse(isItem("d82a582300" + "1220" + "ab".repeat(32)));
        assertFalse(isItem("d82a582501" + "01711220" + "ab".repeat(32)));
        assertFalse(isItem("d82a582400" + "01711220" + "ab".repeat(31)));
        assertFalse(isItem("d82a582400" + "0171121f" + "ab".repeat(31)));
        assertFalse(isItem("d82a582500" + "02711220" + "ab".repeat(32)));
        assertFalse(isItem("d82a582600" + "01f1001220" + "ab".repeat(32)));
        assertFalse(isItem("d82a5866" + "00" + "0171" + "00" + "62" + "ab".repeat(98)));
    }

    @Test
    void onlyTheTwoFormsOfReposAreReadAsCid() throws MalformedCbor {
        byte[] bytes = HexFormat.of().parseHex(CID);
        assertEquals(Cid.at(bytes, 5), new CborReader(bytes).readCid());
        byte[] otherCodec = HexFormat.of().parseHex("d82a582500" + "01701220" + "ab".repeat(32));
        MalformedCbor refused = assertThrows(MalformedCbor.class, () -> new CborReader(otherCodec).readCid());
        assertEquals(Reason.LINK, refused.reason());
    }

    @Test
    void nestingEndsAtThirtyTwo() {
        assertTrue(isItem("81".repeat(31) + "80"));
        assertFalse(isItem("81".repeat(32) + "80"));
        assertTrue(isItem("a16161".repeat(31) + "a0"));
        assertFalse(isItem("a16161".repeat(32) + "a0"));
        assertFalse(isItem("81".repeat(1_000_000) + "80"));
    }

    @Test
    void keysEndAtTheirLimit() {
        assertTrue(isItem("a1792000" + "61".repeat(8_192) + "00"));
        assertFalse(isItem("a1792001" + "61".repeat(8_193) + "00"));
    }

    @Test
    void containersEndAtTheirLimit() {
        assertTrue(isItem("9a00020000" + "00".repeat(131_072)));
        assertFalse(isItem("9a00020001" + "00".repeat(131_073)));
    }

    @Test
    void extentsPointIntoTheArray() throws MalformedCbor {
        byte[] bytes = HexFormat.of().parseHex("ffa26161436162630000" + "ff");
        CborReader reader = new CborReader(bytes, 1, 8);
        assertEquals(2, reader.readMapHeader());
        long key = reader.readKey(CborReader.FIRST_KEY);
        assertTrue(reader.textEquals(key, "a".getBytes(StandardCharsets.US_ASCII)));
        assertFalse(reader.textEquals(key, "b".getBytes(StandardCharsets.US_ASCII)));
        long value = reader.readBytes();
        assertEquals(5, Extent.offset(value));
        assertEquals(3, Extent.length(value));
        assertEquals(8, Extent.end(value));
        assertTrue(reader.atEnd());
        MalformedCbor refused = assertThrows(MalformedCbor.class, () -> reader.readKey(key));
        assertEquals(Reason.TRUNCATED, refused.reason());
    }

    @Test
    void aKnownKeyIsPassedOverAndAnotherIsLeft() throws MalformedCbor {
        CborReader reader = new CborReader(HexFormat.of().parseHex("a1626b6b01"));
        reader.readMapHeader();
        byte[] known = {'k', 'k'};
        assertFalse(reader.tryKey(new byte[] {'k'}));
        assertFalse(reader.tryKey(new byte[] {'k', 'x'}));
        assertTrue(reader.tryKey(known));
        assertFalse(reader.tryKey(known));
        assertEquals(1, reader.readLong());
    }

    @ParameterizedTest
    @CsvSource({
        "d82a582500 01711220, 32, 36",
        "d82a582500 01551220, 32, 36",
        "d82a582600 01a9021220, 32, 37",
        "d82a582500 01711e20, 32, 0",
        "d82a582600 01a9021e20, 32, 0",
        "d82a582600 0171a01220, 32, 0",
        "d82a4600 0171120100, 0, 0"
    })
    void aLinkOfAnyCodecToASha256IsReadInPlace(String head, int digestBytes, int expected) {
        byte[] bytes = HexFormat.of().parseHex(head.replace(" ", "") + "12".repeat(digestBytes));
        CborReader reader = new CborReader(bytes);
        if (expected == 0) {
            assertEquals(
                    Reason.LINK,
                    assertThrows(MalformedCbor.class, reader::readSha256Link).reason());
            return;
        }
        long link = assertDoesNotThrow(reader::readSha256Link);
        assertEquals(expected, Extent.length(link));
        assertEquals(bytes.length, Extent.end(link));
    }

    @Test
    void readingAnotherTypeThanIsThereIsRefused() {
        byte[] number = {1};
        byte[] text = {0x61, 0x61};
        assertUnexpected(() -> new CborReader(number).readText());
        assertUnexpected(() -> new CborReader(number).readBytes());
        assertUnexpected(() -> new CborReader(number).readArrayHeader());
        assertUnexpected(() -> new CborReader(number).readMapHeader());
        assertUnexpected(() -> new CborReader(number).readBoolean());
        assertUnexpected(() -> new CborReader(number).readCid());
        assertUnexpected(() -> new CborReader(text).readLong());
        assertUnexpected(() -> new CborReader(new byte[] {(byte) 0xf6}).readBoolean());
        assertUnexpected(() -> new CborReader(new byte[] {(byte) 0xf4}).readText());
    }

    private static void assertUnexpected(Executable read) {
        assertEquals(
                Reason.UNEXPECTED_TYPE, assertThrows(MalformedCbor.class, read).reason());
    }

    private static boolean isItem(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        CborReader reader = new CborReader(bytes);
        try {
            reader.skipItem();
            return reader.atEnd();
        } catch (MalformedCbor malformed) {
            return false;
        }
    }
}

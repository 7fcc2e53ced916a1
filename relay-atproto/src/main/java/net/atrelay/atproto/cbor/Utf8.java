package net.atrelay.atproto.cbor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Validation of UTF-8 in place (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF).
final class Utf8 {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private Utf8() {}

    static boolean isValid(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            if (end - at >= Long.BYTES && ((long) LONGS.get(bytes, at) & HIGH_BITS) == 0) {
                at += Long.BYTES;
            } else if (bytes[at] >= 0) {
                at++;
            } else {
                int width = widthOfMultiByte(bytes, at, end);
                if (width == 0) {
                    return false;
                }
                at += width;
            }
        }
        return true;
    }

    /// Bytes of the well-formed sequence that starts here; 0 when it is not well-formed.
    private static int widthOfMultiByte(byte[] bytes, int at, int end) {
        int first = bytes[at] & 0xff;
        if (first < 0xc2 || first > 0xf4) {
            return 0;
        }
        int width = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
        if (end - at < width || !isSecondByte(first, bytes[at + 1] & 0xff)) {
            return 0;
        }
        for (int i = 2; i < width; i++) {
            if ((bytes[at + i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return width;
    }

    /// The second byte's range depends on the first: that is what shuts out overlong forms and surrogates.
    private static boolean isSecondByte(int first, int second) {
        int lowest = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        int highest = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        return second >= lowest && second <= highest;
    }
}

package net.atrelay.store.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.atrelay.atproto.syntax.Did;

/// The keys that records of accounts, hosts and waiting frames have, in the database and on topics alike:
///
///     account        DID
///     waiting frame  DID 0x00 number (8 bytes, big-endian)
///     host           kind (1 byte) hostname
public final class Keyed {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Keyed() {}

    public static byte[] did(Did did) {
        return did.value().getBytes(StandardCharsets.ISO_8859_1);
    }

    public static Did did(byte[] key) {
        return did(key, key.length);
    }

    public static byte[] waiting(Did did, long number) {
        byte[] text = did(did);
        byte[] key = Arrays.copyOf(text, text.length + 1 + Long.BYTES);
        LONGS.set(key, text.length + 1, number);
        return key;
    }

    public static Did waitingDid(byte[] key) {
        return did(key, key.length - 1 - Long.BYTES);
    }

    public static long waitingNumber(byte[] key) {
        if (key.length <= Long.BYTES) {
            throw new UnreadableRecord("waiting frame key: too short (expected: DID 0x00 number)");
        }
        return (long) LONGS.get(key, key.length - Long.BYTES);
    }

    public static byte[] host(byte kind, String hostname) {
        byte[] text = hostname.getBytes(StandardCharsets.UTF_8);
        byte[] key = new byte[1 + text.length];
        key[0] = kind;
        System.arraycopy(text, 0, key, 1, text.length);
        return key;
    }

    /// The name behind the kind.
    public static String hostname(byte[] key) {
        return new String(key, 1, key.length - 1, StandardCharsets.UTF_8);
    }

    private static Did did(byte[] key, int length) {
        Did did = length < 1 ? null : Did.parse(key, 0, length);
        if (did == null) {
            throw new UnreadableRecord("account key: other bytes (expected: a DID)");
        }
        return did;
    }
}

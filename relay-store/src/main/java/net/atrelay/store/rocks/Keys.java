package net.atrelay.store.rocks;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.record.Keyed;
import net.atrelay.store.record.UnreadableRecord;
import org.rocksdb.RocksIterator;

/// The keys of all column families.
///
///     events    seq (8 bytes, big-endian)
///     accounts  DID
///     deferred  DID 0x00 number (8 bytes, big-endian)
///     collections  name 0x00 DID: nothing, an active account with records in it
///     account_index  'w' hostname 0x00 enteredAt (8 bytes) DID: nothing, it waits for room
///                    'i' DID: nothing, inactive at its host · 'h' DID: local status (1 byte), it is hidden
///     hosts     'r' hostname: facts · 'c' hostname: cursor · 'n' hostname: numbers of accounts ([HostCounts])
///               'o' addedAt (8 bytes) hostname: nothing, the order of adding
///               'j' hostname: journal · 'b' hostname: its ban · 'd' domain: its ban · 's': crawl settings
///               'l' hostname: account limit that an operator set (8 bytes)
///               'j' hostname 0x00 node: its journal at a node that judges · 't' hostname: its activity elsewhere
///     meta      "next", "first": seqs (8 bytes) · 't' seq (8 bytes): when it was given, microseconds (8 bytes)
///               "indexed": layout of the account index (8 bytes) · 'a' number (8 bytes): audit record
///               'p' topic 0x00 partition (8 bytes): offset that the topic is followed from (8 bytes)
final class Keys {
    static final byte[] NEXT_SEQ = "next".getBytes(StandardCharsets.US_ASCII);
    static final byte[] FIRST_SEQ = "first".getBytes(StandardCharsets.US_ASCII);

    static final byte[] INDEX_LAYOUT = "indexed".getBytes(StandardCharsets.US_ASCII);

    static final byte HOST_FACTS = 'r';
    static final byte HOST_CURSOR = 'c';
    static final byte HOST_ACCOUNTS = 'n';
    static final byte HOST_ORDER = 'o';
    static final byte HOST_JOURNAL = 'j';
    static final byte HOST_BAN = 'b';
    static final byte DOMAIN_BAN = 'd';
    static final byte[] CRAWL_SETTINGS = {'s'};
    static final byte HOST_LIMIT = 'l';
    static final byte HOST_ACTIVITY = 't';
    static final byte TIME = 't';
    static final byte AUDIT = 'a';
    static final byte PLACE = 'p';

    static final byte INDEX_WAITING = 'w';
    static final byte INDEX_INACTIVE = 'i';
    static final byte INDEX_HIDDEN = 'h';

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Keys() {}

    static byte[] number(long value) {
        byte[] key = new byte[Long.BYTES];
        LONGS.set(key, 0, value);
        return key;
    }

    /// Writes a number over the first 8 bytes of `key`.
    static void number(long value, byte[] key) {
        LONGS.set(key, 0, value);
    }

    static long numberAt(byte[] bytes, int offset) {
        return (long) LONGS.get(bytes, offset);
    }

    /// Writes a number over 8 bytes of `bytes`.
    static void putNumber(byte[] bytes, int offset, long value) {
        LONGS.set(bytes, offset, value);
    }

    static byte[] did(Did did) {
        return Keyed.did(did);
    }

    static Did did(byte[] bytes, int length) {
        return did(bytes, 0, length);
    }

    static Did did(byte[] bytes, int offset, int length) {
        Did did = Did.parse(bytes, offset, length);
        if (did == null) {
            throw new UnreadableRecord("account key: other bytes (expected: a DID)");
        }
        return did;
    }

    /// The DID behind a prefix.
    static byte[] did(byte prefix, Did did) {
        byte[] text = did(did);
        byte[] key = new byte[1 + text.length];
        key[0] = prefix;
        System.arraycopy(text, 0, key, 1, text.length);
        return key;
    }

    /// What the keys of all waiting accounts of a host begin with.
    static byte[] waiting(String hostname) {
        byte[] host = host(INDEX_WAITING, hostname);
        return Arrays.copyOf(host, host.length + 1);
    }

    static byte[] waiting(String hostname, long enteredAtMicros, Did did) {
        byte[] prefix = waiting(hostname);
        byte[] text = did(did);
        byte[] key = Arrays.copyOf(prefix, prefix.length + Long.BYTES + text.length);
        LONGS.set(key, prefix.length, enteredAtMicros);
        System.arraycopy(text, 0, key, prefix.length + Long.BYTES, text.length);
        return key;
    }

    /// Above all waiting accounts of a host, and below those of the next.
    static byte[] behindWaiting(String hostname) {
        byte[] key = waiting(hostname);
        key[key.length - 1] = 1;
        return key;
    }

    static String waitingHost(byte[] key) {
        int end = 1;
        while (key[end] != 0) {
            end++;
        }
        return new String(key, 1, end - 1, StandardCharsets.UTF_8);
    }

    /// What the keys of all accounts of a collection begin with.
    static byte[] listed(String collection) {
        byte[] name = collection.getBytes(StandardCharsets.US_ASCII);
        return Arrays.copyOf(name, name.length + 1);
    }

    static byte[] listed(String collection, Did did) {
        byte[] prefix = listed(collection);
        byte[] text = did(did);
        byte[] key = Arrays.copyOf(prefix, prefix.length + text.length);
        System.arraycopy(text, 0, key, prefix.length, text.length);
        return key;
    }

    static boolean isAt(RocksIterator iterator, byte[] prefix) {
        return iterator.isValid() && Arrays.mismatch(prefix, iterator.key()) >= prefix.length;
    }

    static byte[] deferred(Did did, long number) {
        return Keyed.waiting(did, number);
    }

    static int deferredDidLength(byte[] key) {
        return key.length - 1 - Long.BYTES;
    }

    static byte[] host(byte prefix, String hostname) {
        return Keyed.host(prefix, hostname);
    }

    /// The key of a host's journal at a node that judges its accounts.
    ///
    /// @param writer name of the node; the empty text gives what the keys of all of them begin with
    static byte[] journal(String hostname, String writer) {
        return host(HOST_JOURNAL, hostname + "\0" + writer);
    }

    /// The name in a key of [#host(byte, String)].
    static String hostAfterKind(byte[] key) {
        return Keyed.hostname(key);
    }

    static byte[] hostOrder(long addedAtMicros, String hostname) {
        byte[] text = hostname.getBytes(StandardCharsets.UTF_8);
        byte[] key = new byte[1 + Long.BYTES + text.length];
        key[0] = HOST_ORDER;
        LONGS.set(key, 1, addedAtMicros);
        System.arraycopy(text, 0, key, 1 + Long.BYTES, text.length);
        return key;
    }

    static String hostInOrder(byte[] key) {
        int offset = 1 + Long.BYTES;
        return new String(key, offset, key.length - offset, StandardCharsets.UTF_8);
    }

    static byte[] time(long seq) {
        return numbered(TIME, seq);
    }

    static byte[] place(String topic, int partition) {
        byte[] prefix = host(PLACE, topic);
        byte[] key = Arrays.copyOf(prefix, prefix.length + 1 + Long.BYTES);
        LONGS.set(key, prefix.length + 1, (long) partition);
        return key;
    }

    static byte[] audit(long number) {
        return numbered(AUDIT, number);
    }

    private static byte[] numbered(byte prefix, long number) {
        byte[] key = new byte[1 + Long.BYTES];
        key[0] = prefix;
        LONGS.set(key, 1, number);
        return key;
    }
}

package net.atrelay.store.kafka;

import java.nio.charset.StandardCharsets;
import net.atrelay.store.record.UnreadableRecord;

/// Keys of topic `hosts`: a kind (1 byte), then the hostname.
final class HostKey {
    static final byte FACTS = 'r';
    static final byte CURSOR = 'c';

    private HostKey() {}

    static byte[] of(byte kind, String hostname) {
        byte[] text = hostname.getBytes(StandardCharsets.UTF_8);
        byte[] key = new byte[1 + text.length];
        key[0] = kind;
        System.arraycopy(text, 0, key, 1, text.length);
        return key;
    }

    static byte kind(byte[] key) {
        if (key.length < 2) {
            throw new UnreadableRecord("host key: too short (expected: kind and hostname)");
        }
        return key[0];
    }

    static String hostname(byte[] key) {
        return new String(key, 1, key.length - 1, StandardCharsets.UTF_8);
    }
}

package net.atrelay.store.kafka;

import net.atrelay.store.record.UnreadableRecord;

/// The kinds of records of topic `hosts`, with which their keys begin ([net.atrelay.store.record.Keyed]).
final class HostKey {
    static final byte FACTS = 'r';
    static final byte CURSOR = 'c';

    private HostKey() {}

    static byte kind(byte[] key) {
        if (key.length < 2) {
            throw new UnreadableRecord("host key: too short (expected: kind and hostname)");
        }
        return key[0];
    }
}

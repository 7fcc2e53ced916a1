package net.atrelay.store.kafka;

import net.atrelay.store.record.UnreadableRecord;

/// The kinds of records of topic `hosts`, with which their keys begin ([net.atrelay.store.record.Keyed]).
final class HostKey {
    static final byte FACTS = 'r';
    static final byte CURSOR = 'c';
    static final byte ACTIVITY = 't';
    static final byte ANSWER = 'q';
    /// Behind the hostname there may be `0x00` and the name of a node: its own journal of the host.
    static final byte JOURNAL = 'j';

    private HostKey() {}

    static byte kind(byte[] key) {
        if (key.length < 2) {
            throw new UnreadableRecord("host key: too short (expected: kind and hostname)");
        }
        return key[0];
    }
}

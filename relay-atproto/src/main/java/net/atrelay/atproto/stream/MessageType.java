package net.atrelay.atproto.stream;

import java.nio.charset.StandardCharsets;
import net.atrelay.atproto.cbor.CborWriter;

/// The four messages that a relay forwards (lexicon: com.atproto.sync.subscribeRepos).
@SuppressWarnings("ImmutableEnumChecker") // Its arrays stay in this package, where nobody writes to them.
public enum MessageType {
    COMMIT("#commit"),
    SYNC("#sync"),
    IDENTITY("#identity"),
    ACCOUNT("#account");

    final String wireName;
    final byte[] wireBytes;
    /// The whole header in canonical form.
    final byte[] header;

    MessageType(String wireName) {
        this.wireName = wireName;
        this.wireBytes = wireName.getBytes(StandardCharsets.US_ASCII);
        this.header = new CborWriter()
                .mapHeader(2)
                .text("t")
                .text(wireName)
                .text("op")
                .integer(1)
                .toBytes();
    }

    /// The value of `t`, such as `#commit`.
    public String wireName() {
        return wireName;
    }
}

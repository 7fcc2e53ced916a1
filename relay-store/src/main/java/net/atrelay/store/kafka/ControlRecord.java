package net.atrelay.store.kafka;

import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.bus.OverRate;
import net.atrelay.store.record.RecordReader;
import net.atrelay.store.record.RecordWriter;
import net.atrelay.store.record.UnreadableRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// What is asked of the node that reads a host. Record of topic `control` under the hostname; layouts, version 1:
///
///     crawl       [1, 0]
///     add         [1, 1]
///     invite      [1, 2, wish, probed]
///     reset       [1, 3, wish, cursor|null]
///     disconnect  [1, 4, wish]
///     slow        [1, 5, did, perHour, until]
///
/// `wish` is a token; what becomes of a wish that has one is told under it in topic `hosts` ([AnswerRecord]).
sealed interface ControlRecord {
    int VERSION = 1;

    /// The public asks for a crawl.
    record Crawl() implements ControlRecord {}

    /// The configuration of a node names the host: neither probed nor counted.
    record Add() implements ControlRecord {}

    /// An operator adds the host.
    ///
    /// @param probed whether only once it has answered like one
    record Invite(String wish, boolean probed) implements ControlRecord {}

    /// An operator has the host read from another place on.
    ///
    /// @param cursor the host's own seq; null for its tip
    record ResetCursor(String wish, @Nullable Long cursor) implements ControlRecord {}

    /// An operator has the host's socket closed once.
    record Disconnect(String wish) implements ControlRecord {}

    /// Of an account over its rate: the node that judges it has the host read no further for a while.
    record Slow(OverRate account) implements ControlRecord {}

    default byte[] encoded() {
        return switch (this) {
            case Crawl _ -> RecordWriter.encode(VERSION, 1, cbor -> cbor.writeNumber(0));
            case Add _ -> RecordWriter.encode(VERSION, 1, cbor -> cbor.writeNumber(1));
            case Invite(var wish, var probed) ->
                RecordWriter.encode(VERSION, 3, cbor -> {
                    cbor.writeNumber(2);
                    cbor.writeString(wish);
                    cbor.writeBoolean(probed);
                });
            case ResetCursor(var wish, var cursor) ->
                RecordWriter.encode(VERSION, 3, cbor -> {
                    cbor.writeNumber(3);
                    cbor.writeString(wish);
                    RecordWriter.writeNumber(cbor, cursor);
                });
            case Disconnect(var wish) ->
                RecordWriter.encode(VERSION, 2, cbor -> {
                    cbor.writeNumber(4);
                    cbor.writeString(wish);
                });
            case Slow(var account) ->
                RecordWriter.encode(VERSION, 4, cbor -> {
                    cbor.writeNumber(5);
                    cbor.writeString(account.did().value());
                    cbor.writeNumber(account.perHour());
                    cbor.writeNumber(account.untilMicros());
                });
        };
    }

    /// @throws UnreadableRecord with its place when it is another's, or of a newer version
    static ControlRecord read(ConsumerRecord<byte[], byte[]> record) {
        return Reading.whole(record, (_, value) -> decode(value));
    }

    static ControlRecord decode(byte[] value) {
        try (RecordReader in = new RecordReader("control", VERSION, value)) {
            int kind = in.smallNumber();
            ControlRecord record = switch (kind) {
                case 0 -> new Crawl();
                case 1 -> new Add();
                case 2 -> new Invite(in.text(), in.flag());
                case 3 -> new ResetCursor(in.text(), in.numberOrNull());
                case 4 -> new Disconnect(in.text());
                case 5 -> new Slow(new OverRate(did(in.text()), in.number(), in.number()));
                default -> throw new UnreadableRecord("control record: kind " + kind + " (expected: 0 to 5)");
            };
            in.end();
            return record;
        }
    }

    private static Did did(String text) {
        Did did = Did.parse(text);
        if (did == null) {
            throw new UnreadableRecord("control record: other text (expected: a DID)");
        }
        return did;
    }
}

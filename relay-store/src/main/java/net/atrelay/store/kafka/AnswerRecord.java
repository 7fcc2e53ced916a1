package net.atrelay.store.kafka;

import net.atrelay.store.bus.CrawlAnswer;
import net.atrelay.store.log.Note;
import net.atrelay.store.log.WishAnswer;
import net.atrelay.store.record.RecordReader;
import net.atrelay.store.record.RecordWriter;
import net.atrelay.store.record.UnreadableRecord;

/// What became of the newest wish for a host. Record of topic `hosts` under its kind and the hostname; layouts,
/// version 1:
///
///     done           [1, wish, 0]
///     nothing there  [1, wish, 1]
///     refused        [1, wish, 2, error, message, retryAfter]
final class AnswerRecord {
    private static final int VERSION = 1;
    private static final int DONE = 0;
    private static final int NOTHING_THERE = 1;
    private static final int REFUSED = 2;

    private AnswerRecord() {}

    static byte[] encode(String wish, WishAnswer answer) {
        return switch (answer) {
            case WishAnswer.Done _ -> word(wish, DONE);
            case WishAnswer.NothingThere _ -> word(wish, NOTHING_THERE);
            case WishAnswer.Refused(var why) ->
                RecordWriter.encode(VERSION, 5, cbor -> {
                    cbor.writeString(wish);
                    cbor.writeNumber(REFUSED);
                    cbor.writeString(why.error());
                    cbor.writeString(why.message());
                    cbor.writeNumber(why.retryAfterSeconds());
                });
        };
    }

    static Note.Answer decode(byte[] value) {
        try (RecordReader in = new RecordReader("answer", VERSION, value)) {
            String wish = in.text();
            int kind = in.smallNumber();
            WishAnswer answer = switch (kind) {
                case DONE -> new WishAnswer.Done();
                case NOTHING_THERE -> new WishAnswer.NothingThere();
                case REFUSED -> new WishAnswer.Refused(new CrawlAnswer.Refused(in.text(), in.text(), in.number()));
                default -> throw new UnreadableRecord("answer record: kind " + kind + " (expected: 0 to 2)");
            };
            in.end();
            return new Note.Answer(wish, answer);
        }
    }

    private static byte[] word(String wish, int kind) {
        return RecordWriter.encode(VERSION, 2, cbor -> {
            cbor.writeString(wish);
            cbor.writeNumber(kind);
        });
    }
}

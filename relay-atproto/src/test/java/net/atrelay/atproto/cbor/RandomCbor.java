package net.atrelay.atproto.cbor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.atrelay.atproto.cid.Cid;

/// Makes values that DRISL can say.
public final class RandomCbor {
    private static final String[] TEXTS = {
        "", "a", "did", "seq", "naïve", "⽘☎", "😀👨‍👩‍👧", "\u0000", "\u07ff\u0800\uffff"
    };

    private RandomCbor() {}

    public static CborValue value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 10 : 7)) {
            case 0 -> new CborValue.Int(integer(random));
            case 1 -> new CborValue.Text(text(random));
            case 2 -> new CborValue.Bool(random.nextBoolean());
            case 3 -> new CborValue.Null();
            case 4 -> new CborValue.Bytes(bytes(random, random.nextInt(300)));
            case 5 -> new CborValue.Link(Cid.ofRaw(bytes(random, 8)).toBytes());
            case 6 -> new CborValue.Int(random.nextInt(30));
            case 7 -> array(random, depth - 1);
            default -> fields(random, depth - 1);
        };
    }

    public static CborValue.Fields fields(Random random, int depth) {
        Map<String, CborValue> fields = new LinkedHashMap<>();
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            fields.put(text(random), value(random, depth));
        }
        return new CborValue.Fields(fields);
    }

    /// Integers of every encoded length, the edges often.
    public static long integer(Random random) {
        long edge = 1L << random.nextInt(63);
        long magnitude = switch (random.nextInt(3)) {
            case 0 -> edge;
            case 1 -> edge - 1;
            default -> random.nextLong() >>> random.nextInt(64) & Long.MAX_VALUE;
        };
        return random.nextBoolean() ? magnitude : -1 - magnitude;
    }

    private static CborValue.Array array(Random random, int depth) {
        List<CborValue> elements = new ArrayList<>();
        int count = random.nextInt(random.nextInt(20) == 0 ? 40 : 4);
        for (int i = 0; i < count; i++) {
            elements.add(value(random, depth));
        }
        return new CborValue.Array(elements);
    }

    private static String text(Random random) {
        int length = random.nextInt(random.nextInt(20) == 0 ? 400 : 5);
        StringBuilder text = new StringBuilder(TEXTS[random.nextInt(TEXTS.length)]);
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}

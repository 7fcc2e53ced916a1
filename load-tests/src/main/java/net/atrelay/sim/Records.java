package net.atrelay.sim;

import java.util.SplittableRandom;
import net.atrelay.sim.repo.Cid;
import net.atrelay.sim.repo.Dag;

/// Makes records that look like those people write: short posts, likes and follows, and now and then others.
public final class Records {

    static final String POST = "app.bsky.feed.post";
    static final String LIKE = "app.bsky.feed.like";
    static final String FOLLOW = "app.bsky.graph.follow";

    /// What few write. The name of one begins with that of another, whose place in a tree lies behind it all the
    /// same.
    private static final String[] RARE = {
        "app.bsky.feed.repost",
        "app.bsky.graph.block",
        "com.example.note",
        "com.example.note.draft",
        "org.example.chart"
    };

    private static final int RARE_PERCENT = 4;

    private static final String[] WORDS = {
        "river", "lamp", "seven", "quiet", "orange", "train", "why", "window", "never", "cloud", "really", "bread",
        "naïve", "café", "夜", "🌊", "today", "again", "under", "maybe", "cat", "garden", "morning", "signal"
    };

    private Records() {}

    static byte[] post(SplittableRandom random, String time) {
        return text(POST, random, time);
    }

    private static byte[] text(String collection, SplittableRandom random, String time) {
        StringBuilder text = new StringBuilder();
        for (int words = 3 + random.nextInt(30); words > 0; words--) {
            text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
        }
        return new Dag(512)
                .map(4)
                .text("text")
                .text(text.append(Long.toString(random.nextLong() >>> 20, 36)).toString())
                .text("$type")
                .text(collection)
                .text("langs")
                .array(1)
                .text("en")
                .text("createdAt")
                .text(time)
                .toBytes();
    }

    static byte[] like(SplittableRandom random, String did, String time) {
        return new Dag(384)
                .map(3)
                .text("$type")
                .text(LIKE)
                .text("subject")
                .map(2)
                .text("cid")
                .text(new Cid(bytes(random)).toString())
                .text("uri")
                .text("at://" + did + "/" + POST + "/3k" + Long.toString(random.nextLong() >>> 12, 32))
                .text("createdAt")
                .text(time)
                .toBytes();
    }

    static byte[] follow(String did, String time) {
        return new Dag(256)
                .map(3)
                .text("$type")
                .text(FOLLOW)
                .text("subject")
                .text(did)
                .text("createdAt")
                .text(time)
                .toBytes();
    }

    /// A record for a collection, other ones each time.
    public static byte[] of(String collection, SplittableRandom random, String did, String time) {
        return switch (collection) {
            case LIKE -> like(random, did, time);
            case FOLLOW -> follow(did, time);
            default -> text(collection, random, time);
        };
    }

    /// A collection, as often as people use it.
    public static String someCollection(SplittableRandom random) {
        int dice = random.nextInt(100);
        if (dice < RARE_PERCENT) {
            return RARE[random.nextInt(RARE.length)];
        }
        return dice < 35 ? POST : dice < 80 ? LIKE : FOLLOW;
    }

    static byte[] bytes(SplittableRandom random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return bytes;
    }
}

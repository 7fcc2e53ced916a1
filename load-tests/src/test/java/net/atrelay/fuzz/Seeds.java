package net.atrelay.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Makes seed corpora.
public final class Seeds {
    private Seeds() {}

    /// Texts as their UTF-8.
    public static List<byte[]> ofTexts(String... texts) {
        List<byte[]> seeds = new ArrayList<>();
        for (String text : texts) {
            seeds.add(text.getBytes(StandardCharsets.UTF_8));
        }
        return seeds;
    }

    /// The text of an input, whatever bytes it has.
    public static String text(byte[] input) {
        return new String(input, StandardCharsets.UTF_8);
    }
}

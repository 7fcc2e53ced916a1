package net.atrelay.app.config;

import java.util.Collection;

/// Finds the name that was probably meant.
final class NearestName {
    private NearestName() {}

    /// The name with the fewest edits from `written`; the first of several.
    static String of(String written, Collection<String> names) {
        String nearest = "";
        int fewest = Integer.MAX_VALUE;
        for (String name : names) {
            int edits = edits(written, name);
            if (edits < fewest) {
                fewest = edits;
                nearest = name;
            }
        }
        return nearest;
    }

    /// How many letters must be put in, taken out or changed to make one word the other (Levenshtein's distance).
    static int edits(String from, String to) {
        int[] before = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] row = new int[to.length() + 1];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int change = before[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(before[j], row[j - 1]));
            }
            before = row;
        }
        return before[to.length()];
    }
}

package net.atrelay.prove;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// One comparison of the oracle, of which every single one must hold.
///
/// @param compared how many things were compared; a check that compared nothing has failed
/// @param wrong how many of them were not as they must be
/// @param examples the first few of those, in words
record Check(String name, long compared, long wrong, List<String> examples) {
    private static final int EXAMPLES_MAX = 5;

    boolean holds() {
        return compared > 0 && wrong == 0;
    }

    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", name);
        values.put("holds", holds());
        values.put("compared", compared);
        values.put("wrong", wrong);
        values.put("examples", examples);
        return values;
    }

    /// Counts while something is compared. Owned by one thread.
    static final class Tally {
        private final String name;
        private final List<String> examples = new ArrayList<>();
        private long compared;
        private long wrong;

        Tally(String name) {
            this.name = name;
        }

        /// @param words tell what was compared, and how it is wrong if it is
        void compare(boolean isRight, Supplier<String> words) {
            compared++;
            if (!isRight) {
                wrong++;
                if (examples.size() < EXAMPLES_MAX) {
                    examples.add(words.get());
                }
            }
        }

        Check done() {
            return new Check(name, compared, wrong, List.copyOf(examples));
        }
    }
}

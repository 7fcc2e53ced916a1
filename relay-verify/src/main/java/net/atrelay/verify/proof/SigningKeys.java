package net.atrelay.verify.proof;

import java.util.LinkedHashMap;
import java.util.Map;
import net.atrelay.atproto.crypto.DidKey;
import net.atrelay.atproto.crypto.ParsedKey;

/// The keys that were parsed last, since parsing one costs nearly as much as verifying with it. Holds at most
/// `countMax`; the one that was not used for longest makes room. Owned by the shard thread.
final class SigningKeys {
    private static final float LOAD_FACTOR = 0.75f;

    private final Map<String, ParsedKey> byText;

    SigningKeys(int countMax) {
        if (countMax < 1) {
            throw new IllegalArgumentException("countMax: " + countMax + " (expected: at least 1)");
        }
        byText = new LinkedHashMap<>(16, LOAD_FACTOR, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, ParsedKey> eldest) {
                return size() > countMax;
            }
        };
    }

    /// The key of this did:key text.
    ParsedKey parsed(String text) {
        ParsedKey known = byText.get(text);
        if (known == null) {
            known = DidKey.parse(text);
            byText.put(text, known);
        }
        return known;
    }

    int count() {
        return byText.size();
    }
}

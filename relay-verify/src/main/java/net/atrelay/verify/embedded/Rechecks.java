package net.atrelay.verify.embedded;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.atrelay.atproto.syntax.Did;

/// Accounts whose status is to be asked for in a while, oldest first. Owned by the shard's thread.
final class Rechecks {
    /// Beyond it an account is left to the sweep of those held inactive.
    private static final int ACCOUNTS_MAX = 10_000;

    private final Map<Did, Long> dueMicros = new LinkedHashMap<>();

    /// A moment set before stays.
    void add(Did did, long atMicros) {
        if (dueMicros.size() < ACCOUNTS_MAX) {
            dueMicros.putIfAbsent(did, atMicros);
        }
    }

    List<Did> takeDue(long nowMicros) {
        List<Did> due = new ArrayList<>();
        Iterator<Map.Entry<Did, Long>> entries = dueMicros.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<Did, Long> entry = entries.next();
            if (entry.getValue() > nowMicros) {
                break;
            }
            due.add(entry.getKey());
            entries.remove();
        }
        return due;
    }
}

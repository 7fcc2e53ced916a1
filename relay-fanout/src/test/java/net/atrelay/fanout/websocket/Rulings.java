package net.atrelay.fanout.websocket;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.account.EffectiveStatus;
import net.atrelay.store.account.TakedownView;
import org.jspecify.annotations.Nullable;

/// Rulings that a test makes by hand; none at first.
final class Rulings implements TakedownView {
    private final Map<Did, EffectiveStatus> hidden = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();

    void hide(Did did, String status) {
        hidden.put(did, new EffectiveStatus(false, status));
        changes.incrementAndGet();
    }

    void show(Did did) {
        hidden.remove(did);
        changes.incrementAndGet();
    }

    @Override
    public boolean isHidden(Did did) {
        return hidden.containsKey(did);
    }

    @Override
    public boolean isEmpty() {
        return hidden.isEmpty();
    }

    @Override
    public @Nullable EffectiveStatus hiddenAs(Did did) {
        return hidden.get(did);
    }

    @Override
    public long changes() {
        return changes.get();
    }
}

package net.atrelay.store.host.tier;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tiers that hold now. An operator replaces them as a whole while hosts are read; whoever uses a tier asks
/// again for each frame, which is cheap while they are the same. Any thread.
public final class TiersInForce {
    private static final Logger LOG = LoggerFactory.getLogger(TiersInForce.class);

    private final Tiers configured;
    private final AtomicReference<Tiers> now;

    /// @param configured those that hold where an operator has written none
    public TiersInForce(Tiers configured) {
        this.configured = configured;
        now = new AtomicReference<>(configured);
    }

    public Tiers now() {
        return now.get();
    }

    /// Takes other tiers; without effect when they are equal.
    public void replace(Tiers tiers) {
        now.updateAndGet(before -> before.equals(tiers) ? before : tiers);
    }

    /// Takes what operators have decided. A text that an earlier version stored may not be one that this version
    /// takes; that must not stop the relay.
    ///
    /// @param text as in [TierText]; null for as configured
    /// @param accountLimits of single hosts, by hostname
    public void take(@Nullable String text, Map<String, Long> accountLimits) {
        Tiers written = text == null ? configured : parsed(text);
        replace(written.withAccountLimits(accountLimits));
    }

    private Tiers parsed(String text) {
        if (TierText.parse(text) instanceof TierText.Parsed.Ok ok) {
            return ok.tiers();
        }
        LOG.warn("stored tiers left, since this version does not take them: as configured");
        return configured;
    }
}

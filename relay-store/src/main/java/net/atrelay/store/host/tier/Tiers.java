package net.atrelay.store.host.tier;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All tiers, and which of them a host is in: an exact name comes before any `*.` pattern, a longer `*.` pattern
/// before a shorter one, `*` last. Exactly one tier has `*`. Immutable.
public final class Tiers {
    /// What an operator gets who writes none.
    public static final Tiers DEFAULTS = TierText.parseOwn(TierText.DEFAULTS);

    private static final String ANY = "*";

    private final List<HostTier> list;
    private final Map<String, HostTier> exact = new HashMap<>();
    private final Map<String, HostTier> below = new HashMap<>();
    private final HostTier any;

    /// @throws IllegalArgumentException when a name or pattern comes twice or no tier has `*`
    public Tiers(List<HostTier> tiers) {
        list = List.copyOf(tiers);
        Set<String> names = new HashSet<>();
        HostTier forAll = null;
        for (HostTier tier : list) {
            check(names.add(tier.name()), tier.name(), "a tier of its own");
            for (String pattern : tier.patterns()) {
                if (pattern.equals(ANY)) {
                    check(forAll == null, pattern, "in one tier");
                    forAll = tier;
                } else if (pattern.startsWith("*.")) {
                    check(below.put(pattern.substring(2), tier) == null, pattern, "in one tier");
                } else {
                    check(exact.put(pattern, tier) == null, pattern, "in one tier");
                }
            }
        }
        if (forAll == null) {
            throw new IllegalArgumentException("*: in no tier (expected: in one, for all other hosts)");
        }
        any = forAll;
    }

    /// The tier of a host.
    ///
    /// @param hostname lower case; a port matches only an exact name that has it
    public HostTier of(String hostname) {
        HostTier named = exact.get(hostname);
        int colon = hostname.indexOf(':');
        String name = colon < 0 ? hostname : hostname.substring(0, colon);
        if (named == null && colon >= 0) {
            named = exact.get(name);
        }
        return named == null ? ofParents(name) : named;
    }

    /// All tiers, in the order in which they were written.
    public List<HostTier> list() {
        return list;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || other instanceof Tiers tiers && list.equals(tiers.list);
    }

    @Override
    public int hashCode() {
        return list.hashCode();
    }

    @Override
    public String toString() {
        return TierText.write(this);
    }

    private HostTier ofParents(String name) {
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            HostTier tier = below.get(name.substring(dot + 1));
            if (tier != null) {
                return tier;
            }
        }
        return any;
    }

    private static void check(boolean holds, String what, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(what + ": twice (expected: " + rule + ")");
        }
    }
}

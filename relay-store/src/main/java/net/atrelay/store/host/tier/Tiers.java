package net.atrelay.store.host.tier;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All tiers, and which of them a host is in: an exact name comes before any `*.` pattern, a longer `*.` pattern
/// before a shorter one, `*` last. Exactly one tier has `*`. An operator may set the account limit of single hosts
/// beside them. Immutable.
public final class Tiers {
    /// What an operator gets who writes none.
    public static final Tiers DEFAULTS = TierText.parseOwn(TierText.DEFAULTS);

    private static final String ANY = "*";

    private final List<HostTier> list;
    private final Map<String, HostTier> exact = new HashMap<>();
    private final Map<String, HostTier> below = new HashMap<>();
    private final HostTier any;
    private final Map<String, Long> accountLimits;
    /// The tiers of hosts whose account limit is set, with that limit.
    private final Map<String, HostTier> limited = new HashMap<>();

    /// @throws IllegalArgumentException when a name or pattern comes twice or no tier has `*`
    public Tiers(List<HostTier> tiers) {
        this(tiers, Map.of());
    }

    private Tiers(List<HostTier> tiers, Map<String, Long> accountLimits) {
        list = List.copyOf(tiers);
        this.accountLimits = Map.copyOf(accountLimits);
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
        this.accountLimits.forEach(
                (host, limit) -> limited.put(host, written(host).withAccountsMax(limit)));
    }

    /// The same tiers with account limits of single hosts, in place of those that were set before.
    ///
    /// @param limits by hostname, a port included; from 1
    public Tiers withAccountLimits(Map<String, Long> limits) {
        return new Tiers(list, limits);
    }

    /// The account limit that is set for this host alone; null for none.
    public @Nullable Long accountLimit(String hostname) {
        return accountLimits.get(hostname);
    }

    /// The tier of a host, with the account limit that is set for it alone.
    ///
    /// @param hostname lower case; a port matches only an exact name that has it
    public HostTier of(String hostname) {
        HostTier own = limited.get(hostname);
        return own == null ? written(hostname) : own;
    }

    private HostTier written(String hostname) {
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
        return this == other
                || other instanceof Tiers tiers && list.equals(tiers.list) && accountLimits.equals(tiers.accountLimits);
    }

    @Override
    public int hashCode() {
        return 31 * list.hashCode() + accountLimits.hashCode();
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

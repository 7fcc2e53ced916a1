package net.atrelay.fanout.admin.token;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a token may; written in lower case.
public enum AdminScope {
    /// All routes that change nothing.
    READ,
    /// Changes of hosts, and of what holds for many of them: domains, tiers, crawl requests.
    HOSTS,
    /// Takedowns.
    ACCOUNTS,
    /// Disconnecting consumers.
    CONSUMERS;

    private static final String ALL = "all";

    /// Scopes as an operator writes them: `all`, or words separated by commas; null when one of them is none.
    static @Nullable Set<AdminScope> parse(String text) {
        if (text.equals(ALL)) {
            return Set.copyOf(EnumSet.allOf(AdminScope.class));
        }
        Set<AdminScope> scopes = EnumSet.noneOf(AdminScope.class);
        for (String word : text.split(",", -1)) {
            AdminScope scope = ofWord(word);
            if (scope == null) {
                return null;
            }
            scopes.add(scope);
        }
        return Set.copyOf(scopes);
    }

    /// As operators write it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable AdminScope ofWord(String word) {
        for (AdminScope scope : values()) {
            if (scope.word().equals(word)) {
                return scope;
            }
        }
        return null;
    }
}

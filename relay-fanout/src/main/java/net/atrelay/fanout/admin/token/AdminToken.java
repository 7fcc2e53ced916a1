package net.atrelay.fanout.admin.token;

import java.util.Set;

/// One token, without its secret.
///
/// @param name of the one who has it, for the audit; several tokens may have it while one takes the other's place
/// @param scopes what it may
/// @param digest SHA-256 of the secret's UTF-8, in lower-case hex
public record AdminToken(String name, Set<AdminScope> scopes, String digest) {
    public AdminToken {
        scopes = Set.copyOf(scopes);
    }

    @Override
    public String toString() {
        return "AdminToken[" + name + "]";
    }
}

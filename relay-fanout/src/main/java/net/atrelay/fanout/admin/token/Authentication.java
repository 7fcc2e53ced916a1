package net.atrelay.fanout.admin.token;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Finds out whose token a request shows: as the password of user `admin` (RFC 7617), or as a bearer token (RFC
/// 6750). Any thread that may block.
public final class Authentication {
    private static final String USER = "admin:";

    private final AdminTokens configured;
    private final @Nullable TokenFile file;
    private final LongSupplier nanos;

    /// @param configured tokens that are valid as long as the process runs
    /// @param file holds more of them; null for none
    /// @param nanos a clock that never goes back
    /// @throws IllegalArgumentException when the file cannot be read or understood; the message has no secret
    public Authentication(AdminTokens configured, @Nullable Path file, LongSupplier nanos) {
        this.configured = configured;
        this.nanos = nanos;
        this.file = file == null ? null : TokenFile.open(file, nanos.getAsLong());
    }

    /// Those that are valid now.
    public AdminTokens tokens() {
        return file == null ? configured : configured.with(file.tokens(nanos.getAsLong()));
    }

    /// @param authorization header of the request; null when it has none
    /// @return null when it shows no valid token
    public @Nullable AdminToken tokenOf(@Nullable String authorization) {
        String secret = authorization == null ? null : secretIn(authorization);
        return secret == null ? null : tokens().withSecret(secret);
    }

    private static @Nullable String secretIn(String authorization) {
        int space = authorization.indexOf(' ');
        if (space < 0) {
            return null;
        }
        String credentials = authorization.substring(space + 1).strip();
        return switch (authorization.substring(0, space).toLowerCase(Locale.ROOT)) {
            case "bearer" -> credentials;
            case "basic" -> passwordIn(credentials);
            default -> null;
        };
    }

    private static @Nullable String passwordIn(String credentials) {
        try {
            String text = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            return text.startsWith(USER) ? text.substring(USER.length()) : null;
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}

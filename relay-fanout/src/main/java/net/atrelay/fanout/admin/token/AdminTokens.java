package net.atrelay.fanout.admin.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tokens as an operator writes them, one on each line (or between `|`, where a value has only one line):
///
///     NAME SCOPES TOKEN
///     NAME SCOPES sha256:HEX
///
/// Scopes are `all` or words of [AdminScope] separated by commas; a token is 16 to 256 printable characters without
/// spaces and `|`, or the SHA-256 of one in hex. Empty lines and such that begin with `#` say nothing. Immutable;
/// no secret is kept.
///
/// @param list in the order in which they were written
public record AdminTokens(List<AdminToken> list) {
    public static final AdminTokens NONE = new AdminTokens(List.of());

    /// Long enough that nobody finds one by trying, if it was thrown by dice.
    static final int LENGTH_MIN = 16;

    private static final int LENGTH_MAX = 256;
    private static final int TOKENS_MAX = 100;
    private static final int PARTS = 3;
    private static final String HASHED = "sha256:";

    public AdminTokens {
        list = List.copyOf(list);
    }

    /// What a text turned out to be.
    public sealed interface Parsed {
        record Ok(AdminTokens tokens) implements Parsed {}

        /// Not taken, as a whole.
        ///
        /// @param message one line without anything secret: where, what, and what was expected
        record Malformed(String message) implements Parsed {}
    }

    public static Parsed parse(String text) {
        List<AdminToken> tokens = new ArrayList<>();
        String[] lines = text.split("[\n|]", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            try {
                tokens.add(token(line));
            } catch (IllegalArgumentException e) {
                return new Parsed.Malformed("line " + (i + 1) + ": " + e.getMessage());
            }
        }
        return tokens.size() > TOKENS_MAX
                ? new Parsed.Malformed("too many tokens (expected: at most " + TOKENS_MAX + ")")
                : new Parsed.Ok(new AdminTokens(tokens));
    }

    /// These and others.
    AdminTokens with(AdminTokens others) {
        List<AdminToken> all = new ArrayList<>(list);
        all.addAll(others.list);
        return new AdminTokens(all);
    }

    /// The token with this secret; null for none. Takes as long whichever it is: digests are compared, all of them,
    /// each in constant time.
    @Nullable
    AdminToken withSecret(String secret) {
        byte[] shown = digestOf(secret).getBytes(StandardCharsets.US_ASCII);
        AdminToken found = null;
        for (AdminToken token : list) {
            if (MessageDigest.isEqual(shown, token.digest().getBytes(StandardCharsets.US_ASCII))) {
                found = token;
            }
        }
        return found;
    }

    @Override
    public String toString() {
        return list.isEmpty() ? "" : list.size() + " tokens";
    }

    private static AdminToken token(String line) {
        String[] parts = line.split("\\s+", -1);
        if (parts.length != PARTS) {
            throw new IllegalArgumentException("not three words (expected: NAME SCOPES TOKEN)");
        }
        if (!parts[0].matches("[A-Za-z0-9_.@-]{1,64}")) {
            throw new IllegalArgumentException("name: other characters (expected: 1 to 64 letters, digits and _.@-)");
        }
        Set<AdminScope> scopes = AdminScope.parse(parts[1]);
        if (scopes == null) {
            throw new IllegalArgumentException("scopes: an unknown word (expected: all, or words of read, hosts,"
                    + " accounts, consumers separated by commas)");
        }
        return new AdminToken(parts[0], scopes, digest(parts[2]));
    }

    private static String digest(String token) {
        if (token.startsWith(HASHED)) {
            String hex = token.substring(HASHED.length());
            if (!hex.matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException("token: no digest (expected: 64 lower-case hex digits)");
            }
            return hex;
        }
        boolean isPrintable = token.chars().allMatch(c -> c > ' ' && c < 0x7f);
        if (!isPrintable || token.length() < LENGTH_MIN || token.length() > LENGTH_MAX) {
            throw new IllegalArgumentException("token: too short, too long or not printable (expected: " + LENGTH_MIN
                    + " to " + LENGTH_MAX + " printable characters)");
        }
        return digestOf(token);
    }

    private static String digestOf(String secret) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: missing (expected: in every JDK)", e);
        }
    }
}

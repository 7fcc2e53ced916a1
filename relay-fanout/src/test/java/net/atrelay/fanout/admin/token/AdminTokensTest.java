package net.atrelay.fanout.admin.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdminTokensTest {
    private static final String SECRET = "0123456789abcdef";
    /// SHA-256 of [#SECRET].
    private static final String DIGEST = "9f9f5111f7b27a781f1f1ddde5ebc2dd2b796bfc7365c9c28b548e564176929f";

    @Test
    void aTokenHasANameScopesAndASecret() {
        AdminTokens tokens = parsed("""
            # Who is on call.
            console all 0123456789abcdef

            watch read,hosts another-secret-of-length
            """);
        AdminToken console = tokens.withSecret(SECRET);
        assertNotNull(console);
        assertEquals("console", console.name());
        assertEquals(Set.of(AdminScope.values()), console.scopes());
        AdminToken watch = tokens.withSecret("another-secret-of-length");
        assertNotNull(watch);
        assertEquals(Set.of(AdminScope.READ, AdminScope.HOSTS), watch.scopes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0123456789abcde", "0123456789abcdeF", "0123456789abcdef ", "console", "sha256:"})
    void anotherSecretIsNone(String secret) {
        assertNull(parsed("console all " + SECRET).withSecret(secret));
    }

    @Test
    void aDigestStandsForItsSecretAndNotForItself() {
        AdminTokens tokens = parsed("console all sha256:" + DIGEST);
        assertNotNull(tokens.withSecret(SECRET));
        assertNull(tokens.withSecret(DIGEST));
        assertNull(tokens.withSecret("sha256:" + DIGEST));
        assertEquals(parsed("console all " + SECRET), tokens);
    }

    @Test
    void aNameMayHaveSeveralTokensWhileOneTakesTheOthersPlace() {
        AdminTokens tokens = parsed("console all " + SECRET + " | console all the-next-secret-of-console");
        assertNotNull(tokens.withSecret(SECRET));
        assertNotNull(tokens.withSecret("the-next-secret-of-console"));
    }

    @Test
    void nothingSecretIsShown() {
        AdminTokens tokens = parsed("console all " + SECRET);
        assertFalse((tokens + "" + tokens.list()).contains(DIGEST));
        assertFalse((tokens + "" + tokens.list()).contains(SECRET));
    }

    @ParameterizedTest
    @CsvSource({
        "console all,                                   line 1: not three words (expected: NAME SCOPES TOKEN)",
        "console all 0123456789abcde,                   line 1: token: too short",
        "console everything 0123456789abcdef,           line 1: scopes: an unknown word",
        "'console read, 0123456789abcdef',           line 1: scopes: an unknown word",
        "a:b all 0123456789abcdef,                    line 1: name: other characters",
        "console all sha256:0123456789abcdef,           line 1: token: no digest",
        "a all 0123456789abcdef | b all 0123456789ab, line 2: token: too short"
    })
    void otherTextsAreRefusedWithoutTellingTheSecret(String text, String message) {
        var malformed = assertInstanceOf(AdminTokens.Parsed.Malformed.class, AdminTokens.parse(text));
        assertEquals(
                message,
                malformed
                        .message()
                        .substring(
                                0,
                                Math.min(message.length(), malformed.message().length())));
        assertFalse(malformed.message().contains("0123456789"), malformed.message());
    }

    private static AdminTokens parsed(String text) {
        return assertInstanceOf(AdminTokens.Parsed.Ok.class, AdminTokens.parse(text))
                .tokens();
    }
}

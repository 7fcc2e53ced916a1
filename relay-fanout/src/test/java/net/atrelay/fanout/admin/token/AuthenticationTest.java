package net.atrelay.fanout.admin.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationTest {
    private static final String SECRET = "a:secret:of-some-length";
    private static final String OTHER = "another-secret-of-length";

    @TempDir
    private Path directory;

    private long nowNanos;

    @Test
    void aTokenIsThePasswordOfAdminOrABearerToken() {
        Authentication authentication = of("console all " + SECRET, null);
        assertEquals("console", nameOf(authentication, basic("admin:" + SECRET)));
        assertEquals("console", nameOf(authentication, "Bearer " + SECRET));
        assertEquals("console", nameOf(authentication, "bearer  " + SECRET));
        assertEquals("console", nameOf(authentication, basic("admin:" + SECRET).replace("Basic", "BASIC")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer wrong",
                "Basic",
                "Basic ???",
                "Basic YWRtaW4=",
                "Digest username=admin",
                "a:secret:of-some-length"
            })
    void othersAreNobody(String authorization) {
        assertNull(of("console all " + SECRET, null).tokenOf(authorization));
    }

    @Test
    void otherUsersAreNobodyWhateverTheirPassword() {
        Authentication authentication = of("console all " + SECRET, null);
        assertNull(authentication.tokenOf(basic("console:" + SECRET)));
        assertNull(authentication.tokenOf(basic(":" + SECRET)));
        assertNull(authentication.tokenOf(basic("admin:")));
        assertNull(authentication.tokenOf(null));
    }

    @Test
    void aFileIsReadAnewAfterASecond() throws IOException {
        Path file = Files.writeString(directory.resolve("tokens"), "robot read " + SECRET);
        Authentication authentication = of("", file);
        assertEquals("robot", nameOf(authentication, "Bearer " + SECRET));

        Files.writeString(file, "guest read " + OTHER);
        nowNanos += TimeUnit.MILLISECONDS.toNanos(999);
        assertEquals("robot", nameOf(authentication, "Bearer " + SECRET));
        nowNanos += TimeUnit.MILLISECONDS.toNanos(1);
        assertNull(authentication.tokenOf("Bearer " + SECRET));
        assertEquals("guest", nameOf(authentication, "Bearer " + OTHER));
    }

    @Test
    void aFileThatIsNotUnderstoodLeavesWhatWasAndOneThatIsGoneLeavesNothing() throws IOException {
        Path file = Files.writeString(directory.resolve("tokens"), "robot read " + SECRET);
        Authentication authentication = of("console all " + OTHER, file);

        Files.writeString(file, "robot read short");
        nowNanos += TimeUnit.SECONDS.toNanos(1);
        assertEquals("robot", nameOf(authentication, "Bearer " + SECRET));

        Files.delete(file);
        nowNanos += TimeUnit.SECONDS.toNanos(1);
        assertNull(authentication.tokenOf("Bearer " + SECRET));
        assertEquals("console", nameOf(authentication, "Bearer " + OTHER));

        Files.writeString(file, "robot read " + SECRET);
        nowNanos += TimeUnit.SECONDS.toNanos(1);
        assertEquals("robot", nameOf(authentication, "Bearer " + SECRET));
    }

    @Test
    void aFileThatIsMissingOrMalformedAtFirstIsAnError() throws IOException {
        assertThrows(IllegalArgumentException.class, () -> of("", directory.resolve("none")));
        Path file = Files.writeString(directory.resolve("tokens"), "\nbob read short-secret");
        var refused = assertThrows(IllegalArgumentException.class, () -> of("", file));
        assertEquals(
                file + ", line 2: token: too short, too long or not printable"
                        + " (expected: 16 to 256 printable characters)",
                refused.getMessage());
        Path large = Files.writeString(directory.resolve("large"), "#".repeat(70_000));
        assertThrows(IllegalArgumentException.class, () -> of("", large));
    }

    private Authentication of(String tokens, @Nullable Path file) {
        AdminTokens parsed = assertInstanceOf(AdminTokens.Parsed.Ok.class, AdminTokens.parse(tokens))
                .tokens();
        return new Authentication(parsed, file, () -> nowNanos);
    }

    private static String nameOf(Authentication authentication, @Nullable String header) {
        AdminToken token = authentication.tokenOf(header);
        assertNotNull(token);
        return token.name();
    }

    private static String basic(String userAndPassword) {
        byte[] bytes = userAndPassword.getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(bytes);
    }
}

package net.atrelay.fanout.admin;

import java.nio.file.Path;
import java.time.Duration;
import net.atrelay.fanout.admin.token.AdminTokens;
import org.jspecify.annotations.Nullable;

/// All settings of administration. Without tokens there is none.
///
/// @param tokens who may administer
/// @param tokensFile file with more of them, read anew when it changes; the empty path for none
/// @param failuresMax attempts with a wrong token that one client may make in one window; then it waits
/// @param failureWindow time in which a used-up allowance is whole again
/// @param bodyBytesMax largest body of a request
/// @param auditRecordsMax audit records that are kept
public record AdminConfig(
        AdminTokens tokens,
        Path tokensFile,
        int failuresMax,
        Duration failureWindow,
        int bodyBytesMax,
        int auditRecordsMax) {
    public static final AdminConfig DEFAULTS =
            new AdminConfig(AdminTokens.NONE, Path.of(""), 20, Duration.ofMinutes(5), 128 << 10, 100_000);

    public AdminConfig {
        require(failuresMax > 0, "failuresMax", "> 0");
        require(failureWindow.toSeconds() > 0, "failureWindow", ">= 1 s");
        require(bodyBytesMax > 0 && bodyBytesMax <= 1 << 20, "bodyBytesMax", "1 to 1048576");
        require(auditRecordsMax > 0, "auditRecordsMax", "> 0");
    }

    /// Whether anybody may administer.
    boolean isOn() {
        return !tokens.list().isEmpty() || tokensFileOrNull() != null;
    }

    /// The file of tokens; null for none.
    @Nullable
    Path tokensFileOrNull() {
        return tokensFile.toString().isEmpty() ? null : tokensFile;
    }

    private static void require(boolean holds, String name, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": out of bounds (expected: " + rule + ")");
        }
    }
}

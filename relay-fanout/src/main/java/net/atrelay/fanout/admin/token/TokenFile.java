package net.atrelay.fanout.admin.token;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tokens of a file, read anew at the first question that comes a second after the last reading. One that is
/// gone gives no tokens; one that cannot be read or understood leaves those that were. Any thread that may block.
final class TokenFile {
    private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);
    private static final long READ_EVERY_NANOS = 1_000_000_000L;
    private static final int BYTES_MAX = 64 << 10;

    private final Path path;
    private AdminTokens tokens;
    private String problem = "";
    private long readAtNanos;

    private TokenFile(Path path, AdminTokens tokens, long nowNanos) {
        this.path = path;
        this.tokens = tokens;
        readAtNanos = nowNanos;
    }

    /// Reads it for the first time.
    ///
    /// @throws IllegalArgumentException when it cannot be read or understood
    static TokenFile open(Path path, long nowNanos) {
        try {
            return new TokenFile(path, read(path), nowNanos);
        } catch (IOException e) {
            throw new IllegalArgumentException(path + ": cannot be read (" + e + ")", e);
        }
    }

    /// @param nowNanos of a clock that never goes back
    synchronized AdminTokens tokens(long nowNanos) {
        if (nowNanos - readAtNanos >= READ_EVERY_NANOS) {
            readAtNanos = nowNanos;
            readAnew();
        }
        return tokens;
    }

    private void readAnew() {
        try {
            AdminTokens read = read(path);
            if (!read.equals(tokens)) {
                LOG.atInfo().addKeyValue("tokens", read.list().size()).log("admin tokens read anew");
            }
            tokens = read;
            problem = "";
        } catch (NoSuchFileException e) {
            tokens = AdminTokens.NONE;
            tell("the file of admin tokens is gone: its tokens are no longer valid", String.valueOf(path));
        } catch (IOException | IllegalArgumentException e) {
            tell("the file of admin tokens is left: those read before stay valid", String.valueOf(e.getMessage()));
        }
    }

    /// Once for each problem.
    private void tell(String what, String detail) {
        if (!problem.equals(detail)) {
            problem = detail;
            LOG.atWarn().addKeyValue("detail", detail).log(what);
        }
    }

    private static AdminTokens read(Path path) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes(BYTES_MAX + 1);
        }
        if (bytes.length > BYTES_MAX) {
            throw new IllegalArgumentException(path + ": too long (expected: at most " + BYTES_MAX + " bytes)");
        }
        return switch (AdminTokens.parse(new String(bytes, StandardCharsets.UTF_8))) {
            case AdminTokens.Parsed.Ok ok -> ok.tokens();
            case AdminTokens.Parsed.Malformed malformed ->
                throw new IllegalArgumentException(path + ", " + malformed.message());
        };
    }
}

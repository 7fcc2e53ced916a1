package net.atrelay.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.atrelay.atproto.crypto.SignatureVerifier;
import net.atrelay.atproto.crypto.SignatureVerifiers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The verifiers of signatures, without the files that their native code was unpacked into: its loader deletes them
/// when the JVM ends in good order, and a relay that is killed, or halts, would leave some behind each time.
final class SignatureLibraries {
    private static final Logger LOG = LoggerFactory.getLogger(SignatureLibraries.class);
    /// Where libsecp256k1 is unpacked.
    private static final String FOLDER_PROPERTY = "fr.acinq.secp256k1.tmpdir";

    private SignatureLibraries() {}

    static synchronized SignatureVerifier best() {
        try {
            Path folder = Files.createTempDirectory("relay-signatures-");
            System.setProperty(FOLDER_PROPERTY, folder.toString());
            SignatureVerifier verifier = SignatureVerifiers.best();
            delete(folder);
            return verifier;
        } catch (IOException e) {
            LOG.warn("native code for signatures: a temporary file cannot be made or deleted", e);
            return SignatureVerifiers.best();
        } finally {
            System.clearProperty(FOLDER_PROPERTY);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        Files.delete(folder);
    }
}

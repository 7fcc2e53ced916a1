package net.atrelay.sim.repo;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// SHA-256, with one digest object a thread.
public final class Hash {

    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(Hash::newDigest);

    private Hash() {}

    /// The digest of some bytes.
    public static byte[] sha256(byte[] bytes) {
        return SHA_256.get().digest(bytes);
    }

    /// The digest of a text's UTF-8 bytes.
    public static byte[] sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

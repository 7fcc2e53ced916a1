package net.atrelay.atproto.cid;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// SHA-256 without garbage: one digest object per thread, results written where the caller says.
public final class Sha256 {
    /// Length of a digest.
    public static final int BYTES = 32;

    private static final ThreadLocal<MessageDigest> DIGEST = ThreadLocal.withInitial(Sha256::newDigest);

    private Sha256() {}

    /// The digest of a piece of `bytes`, as a new array.
    public static byte[] of(byte[] bytes, int offset, int length) {
        byte[] digest = new byte[BYTES];
        into(bytes, offset, length, digest, 0);
        return digest;
    }

    /// Writes the digest of a piece of `bytes` to `target` at `targetOffset`.
    public static void into(byte[] bytes, int offset, int length, byte[] target, int targetOffset) {
        MessageDigest digest = DIGEST.get();
        digest.update(bytes, offset, length);
        try {
            digest.digest(target, targetOffset, BYTES);
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-256 into " + target.length + " bytes at " + targetOffset, e);
        }
    }

    /// The digest, as a new array, of `head` and then the bytes from `offset` to before `limit` without those from
    /// `gapOffset` to before `gapLimit`.
    public static byte[] ofSpliced(byte[] head, byte[] bytes, int offset, int gapOffset, int gapLimit, int limit) {
        MessageDigest digest = DIGEST.get();
        digest.update(head);
        digest.update(bytes, offset, gapOffset - offset);
        digest.update(bytes, gapLimit, limit - gapLimit);
        return digest.digest();
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

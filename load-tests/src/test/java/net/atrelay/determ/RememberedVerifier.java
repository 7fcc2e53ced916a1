package net.atrelay.determ;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import net.atrelay.atproto.crypto.Curve;
import net.atrelay.atproto.crypto.PublicKey;
import net.atrelay.atproto.crypto.SignatureVerifier;

/// Verifies each signature of a digest under a key once, and remembers the result: the seeds share their commits.
final class RememberedVerifier implements SignatureVerifier {
    private final SignatureVerifier verifier;
    private final Map<Question, Boolean> answers = new HashMap<>();

    RememberedVerifier(SignatureVerifier verifier) {
        this.verifier = verifier;
    }

    private record Question(PublicKey key, ByteBuffer sha256, ByteBuffer signature) {}

    @Override
    public boolean verify(PublicKey key, byte[] sha256, byte[] signature) {
        Question question = new Question(key, ByteBuffer.wrap(sha256), ByteBuffer.wrap(signature));
        Boolean known = answers.get(question);
        if (known == null) {
            known = verifier.verify(key, sha256, signature);
            answers.put(new Question(key, copy(sha256), copy(signature)), known);
        }
        return known;
    }

    @Override
    public String name(Curve curve) {
        return verifier.name(curve);
    }

    private static ByteBuffer copy(byte[] bytes) {
        return ByteBuffer.wrap(bytes.clone());
    }
}

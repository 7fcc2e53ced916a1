package net.atrelay.atproto.crypto;

import fr.acinq.secp256k1.Secp256k1;
import fr.acinq.secp256k1.Secp256k1Exception;

/// libsecp256k1 through JNI. It takes the point in 65 bytes fastest, since it has no root to find then; that form
/// lies in the key.
final class NativeK256Verifier implements CurveVerifier {
    private final Secp256k1 library;

    /// @throws LinkageError where the native library does not load
    NativeK256Verifier() {
        library = Secp256k1.get();
    }

    @Override
    public boolean verify(PublicKey key, byte[] sha256, byte[] signature) {
        try {
            return library.verify(signature, sha256, key.uncompressed());
        } catch (Secp256k1Exception refused) {
            return false;
        }
    }

    @Override
    public String name() {
        return "libsecp256k1";
    }
}

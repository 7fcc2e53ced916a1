package net.atrelay.sim.repo;

import java.util.Arrays;

/// The content address of a DAG-CBOR block: CIDv1, codec `dag-cbor`, SHA-256. The simulator knows no other kind.
///
/// `digest` is the 32-byte hash; nobody writes to it.
public record Cid(byte[] digest) {

    static final int BYTES = 36;

    /// The address of a block.
    public static Cid of(byte[] block) {
        return new Cid(Hash.sha256(block));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cid that && Arrays.equals(digest, that.digest);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(digest);
    }

    /// The text form, `bafyrei…`.
    @Override
    public String toString() {
        byte[] binary = new byte[BYTES];
        binary[0] = 0x01;
        binary[1] = 0x71;
        binary[2] = 0x12;
        binary[3] = 0x20;
        System.arraycopy(digest, 0, binary, 4, 32);
        return "b" + Base32.encode(binary);
    }
}

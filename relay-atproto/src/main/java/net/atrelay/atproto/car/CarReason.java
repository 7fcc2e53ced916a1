package net.atrelay.atproto.car;

/// Why bytes are not a usable CAR; the name is a metric label.
public enum CarReason {
    /// The header or a section goes on past the end, or bytes are left over.
    CAR_TRUNCATED,
    /// A length that is overlong, not minimal or zero.
    CAR_VARINT,
    /// A header that is not the map of `roots` and `version`.
    CAR_HEADER,
    /// A version other than 1.
    CAR_VERSION,
    /// No root, or more than one where one is demanded.
    CAR_ROOTS,
    /// A section that does not start with a CIDv1 of dag-cbor or raw with SHA-256.
    CAR_CID,
    /// More sections than [CarSlice#BLOCKS_MAX].
    CAR_BLOCKS,
    /// A block whose bytes do not have the hash that its CID says.
    CAR_HASH
}

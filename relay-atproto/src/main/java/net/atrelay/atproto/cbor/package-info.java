/// Strict DRISL-CBOR (the deterministic subset of CBOR that AT Protocol uses): reader, writer and value tree.
/// Knows bytes only: nothing of frames, repos or lexicons.
@NullMarked
package net.atrelay.atproto.cbor;

import org.jspecify.annotations.NullMarked;

/// Content identifiers in the one form that repos use: CIDv1, dag-cbor or raw, SHA-256.
@NullMarked
package net.atrelay.atproto.cid;

import org.jspecify.annotations.NullMarked;

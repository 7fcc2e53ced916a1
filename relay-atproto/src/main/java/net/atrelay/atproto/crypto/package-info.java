/// Account signing keys and the signatures made with them: text forms of public keys, and ECDSA verification on the
/// two curves of AT Protocol by the fastest library that loads (spec: cryptography). Knows nothing of commits, DID
/// documents or where keys come from; never signs.
@NullMarked
package net.atrelay.atproto.crypto;

import org.jspecify.annotations.NullMarked;

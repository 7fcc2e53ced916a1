/// Syntax of AT Protocol identifiers: hand-written validators over characters and bytes, no regular expressions.
/// Knows form only: whether a DID exists or a handle resolves is asked elsewhere.
@NullMarked
package net.atrelay.atproto.syntax;

import org.jspecify.annotations.NullMarked;

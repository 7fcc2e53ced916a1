/// Verifies what hosts say: the account fold, the identities it needs, and the shell that runs it.
@NullMarked
package net.atrelay.verify;

import org.jspecify.annotations.NullMarked;

/// The proof of one message: its slice, commit block, records, tree and signature put together and named by the reasons
/// of the fold. Knows no account state, and reaches no disk or network.
@NullMarked
package net.atrelay.verify.proof;

import org.jspecify.annotations.NullMarked;

/// The file in which the data of a relay is moved: what is in it, how it is written, and how it is read and checked.
/// Knows nothing of where the records come from and where they go.
@NullMarked
package net.atrelay.store.move;

import org.jspecify.annotations.NullMarked;

/// What hostile hosts cost the others: a good host speaks at an even rate, undisturbed and beside hosts of each hostile
/// kind, and what is told is how long its events take to come out. Prints numbers and judges none.
@NullMarked
package net.atrelay.hostile;

import org.jspecify.annotations.NullMarked;

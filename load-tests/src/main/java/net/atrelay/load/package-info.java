/// `relay load`: a relay as an operator runs it, under millions of known accounts and a steady rate of events; and
/// how it starts again. Owns the seeded population, the hosts that speak for it, and what is sampled of the relay's
/// process. Knows nothing of how the relay works inside, except how its store is filled.
@NullMarked
package net.atrelay.load;

import org.jspecify.annotations.NullMarked;

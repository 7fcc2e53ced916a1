/// The whole relay against the simulated network: what it must hold when it is killed, when its disk fails, when the
/// directory is away, when hosts misbehave and when consumers come and go.
///
/// System properties: `whole.seed` repeats a run; `whole.kills` is how often the relay is killed.
@NullMarked
package net.atrelay.whole;

import org.jspecify.annotations.NullMarked;

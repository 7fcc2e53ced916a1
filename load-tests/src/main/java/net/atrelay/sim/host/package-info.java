/// A simulated host (PDS): its stream, its log and the queries a relay sends it.
@NullMarked
package net.atrelay.sim.host;

import org.jspecify.annotations.NullMarked;

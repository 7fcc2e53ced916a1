/// Hosts that mean harm: each does one thing that costs a careless relay time, memory or trust, on a loopback port, and
/// counts how often it did. They speak raw bytes, since no library lets one say what they say.
@NullMarked
package net.atrelay.sim.hostile;

import org.jspecify.annotations.NullMarked;

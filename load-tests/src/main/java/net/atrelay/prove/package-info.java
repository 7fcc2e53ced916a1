/// `relay prove`: a relay that is killed again and again beside a simulated network that misbehaves, and an oracle that
/// compares what consumers and clients were told with what was announced.
///
/// It knows the relay by its public face only: settings, the stream, queries, the process. All choices come from one
/// seed and are counted in steps, never in time, so that a seed gives the same announcements each time.
@NullMarked
package net.atrelay.prove;

import org.jspecify.annotations.NullMarked;

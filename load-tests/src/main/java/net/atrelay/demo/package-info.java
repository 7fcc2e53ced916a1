/// `relay demo`: a relay and a simulated network in one process, and a view of what comes out for somebody who sees a
/// relay for the first time. It knows the relay by its public face only: settings, meters, the stream.
@NullMarked
package net.atrelay.demo;

import org.jspecify.annotations.NullMarked;

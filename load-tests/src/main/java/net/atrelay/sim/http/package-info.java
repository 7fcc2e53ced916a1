/// The small HTTP and WebSocket door that the simulated servers stand behind; the only Netty code besides the streams.
@NullMarked
package net.atrelay.sim.http;

import org.jspecify.annotations.NullMarked;

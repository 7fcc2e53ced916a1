/// The deterministic simulation: fold, shards, appender, hot tail and the rules of ingest and fan-out in one thread,
/// with virtual time and a seed that replays every run (docs/proof-simulation.md).
@NullMarked
package net.atrelay.determ;

import org.jspecify.annotations.NullMarked;

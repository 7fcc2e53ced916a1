/// A simulated atproto network in one process: a directory, hosts with signed repos, what they do, what goes wrong, and
/// a ledger of what a verifying relay must make of it.
///
/// Everything here is written without the relay's own code, which it exists to test. One seed gives one world.
@NullMarked
package net.atrelay.sim;

import org.jspecify.annotations.NullMarked;

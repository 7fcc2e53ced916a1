/// Runs the fold in this process: shards, their account states, waiting lines and timers.
@NullMarked
package net.atrelay.verify.embedded;

import org.jspecify.annotations.NullMarked;

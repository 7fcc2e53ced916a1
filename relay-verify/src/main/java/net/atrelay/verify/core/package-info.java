/// The account fold: a pure function from an account's state and one input to its next state, a verdict, events and
/// requests. Knows no clock, thread, socket, disk, logger or metric.
@NullMarked
package net.atrelay.verify.core;

import org.jspecify.annotations.NullMarked;

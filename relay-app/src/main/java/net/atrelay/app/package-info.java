/// The relay command: reads configuration, wires the stages and starts and stops them in order.
@NullMarked
package net.atrelay.app;

import org.jspecify.annotations.NullMarked;

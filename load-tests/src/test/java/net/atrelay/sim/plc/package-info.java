@NullMarked
package net.atrelay.sim.plc;

import org.jspecify.annotations.NullMarked;

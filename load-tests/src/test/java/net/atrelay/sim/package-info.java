@NullMarked
package net.atrelay.sim;

import org.jspecify.annotations.NullMarked;

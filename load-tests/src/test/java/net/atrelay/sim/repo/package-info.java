@NullMarked
package net.atrelay.sim.repo;

import org.jspecify.annotations.NullMarked;

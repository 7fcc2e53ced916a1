@NullMarked
package net.atrelay.hostile;

import org.jspecify.annotations.NullMarked;

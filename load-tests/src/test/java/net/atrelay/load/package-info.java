@NullMarked
package net.atrelay.load;

import org.jspecify.annotations.NullMarked;

@NullMarked
package net.atrelay.prove;

import org.jspecify.annotations.NullMarked;

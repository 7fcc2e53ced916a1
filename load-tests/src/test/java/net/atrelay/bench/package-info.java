@NullMarked
package net.atrelay.bench;

import org.jspecify.annotations.NullMarked;

@NullMarked
package net.atrelay.app;

import org.jspecify.annotations.NullMarked;

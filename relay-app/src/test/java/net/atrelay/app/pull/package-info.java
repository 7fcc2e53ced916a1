@NullMarked
package net.atrelay.app.pull;

import org.jspecify.annotations.NullMarked;

@NullMarked
package net.atrelay.app.log;

import org.jspecify.annotations.NullMarked;

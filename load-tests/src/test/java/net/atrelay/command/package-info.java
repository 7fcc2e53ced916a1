@NullMarked
package net.atrelay.command;

import org.jspecify.annotations.NullMarked;

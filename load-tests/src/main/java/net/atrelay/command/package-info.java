/// What the commands of this module share.
@NullMarked
package net.atrelay.command;

import org.jspecify.annotations.NullMarked;

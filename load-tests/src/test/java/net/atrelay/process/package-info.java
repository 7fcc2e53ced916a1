/// Programs that tests run in processes of their own, the relay above all, and waiting for what they bring about.
@NullMarked
package net.atrelay.process;

import org.jspecify.annotations.NullMarked;

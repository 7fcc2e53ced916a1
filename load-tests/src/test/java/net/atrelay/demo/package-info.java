@NullMarked
package net.atrelay.demo;

import org.jspecify.annotations.NullMarked;

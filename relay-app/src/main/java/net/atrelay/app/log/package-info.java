/// The log: how one event becomes one line, and which events do. Nothing else knows the log library behind SLF4J.
@NullMarked
package net.atrelay.app.log;

import org.jspecify.annotations.NullMarked;

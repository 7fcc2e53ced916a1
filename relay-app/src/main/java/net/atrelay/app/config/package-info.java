/// The settings of the relay: the one place that reads the environment. Owns the names, forms, bounds, defaults and
/// meanings of all keys; does not know what the stages do with them.
@NullMarked
package net.atrelay.app.config;

import org.jspecify.annotations.NullMarked;

@NullMarked
package net.atrelay.app.config;

import org.jspecify.annotations.NullMarked;

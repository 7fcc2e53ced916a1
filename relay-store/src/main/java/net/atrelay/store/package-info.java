/// What the store is told (limits, who ends the process) and what it tells operators (metrics, why it will not open).
@NullMarked
package net.atrelay.store;

import org.jspecify.annotations.NullMarked;

/// What passes between the stages: records and the interfaces that carry them. Owns no thread and no state.
@NullMarked
package net.atrelay.store.bus;

import org.jspecify.annotations.NullMarked;

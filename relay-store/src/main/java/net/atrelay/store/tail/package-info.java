/// The hot tail: the newest durable batches in memory, shared by all consumers.
@NullMarked
package net.atrelay.store.tail;

import org.jspecify.annotations.NullMarked;

/// The cluster's bus: Kafka's topics, how they must be set, and the clients that read and write them. All that
/// knows Kafka is here; the rest of the relay sees the interfaces of the other packages of `store`.
@NullMarked
package net.atrelay.store.kafka;

import org.jspecify.annotations.NullMarked;

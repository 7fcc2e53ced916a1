/// Real Kafka brokers on this machine, each a process of its own, for tests and load tests.
@NullMarked
package net.atrelay.store.kafka.broker;

import org.jspecify.annotations.NullMarked;

package net.atrelay.store.move;

/// A record on its way to a topic.
///
/// @param topic what it is of: the topic's name without a prefix, lower case
/// @param route decides the partition, where there are several: a DID or a hostname
/// @param key as the topic has it
/// @param value as the topic has it
public record MovedRecord(String topic, byte[] route, byte[] key, byte[] value) {}

package net.atrelay.store.log;

/// How far a table of this store has followed one partition of a topic.
///
/// @param topic name of the topic
/// @param partition number of the partition, from 0
/// @param next offset of the first record that is not in the table yet
public record TopicPlace(String topic, int partition, long next) {}

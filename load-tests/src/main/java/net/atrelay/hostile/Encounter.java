package net.atrelay.hostile;

/// What was heard of the good host beside hostile ones.
///
/// @param kind in words
/// @param injected how often the hostile hosts did what they do
record Encounter(String kind, Window window, long injected) {}

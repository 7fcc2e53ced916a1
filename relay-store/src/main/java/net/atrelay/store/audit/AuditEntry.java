package net.atrelay.store.audit;

/// A record at its place.
///
/// @param number its place in the order of all records, from 1, without gaps
public record AuditEntry(long number, AuditRecord record) {}

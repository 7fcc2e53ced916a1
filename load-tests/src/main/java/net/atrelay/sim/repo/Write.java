package net.atrelay.sim.repo;

/// What an account does to one record.
public sealed interface Write {

    /// The record path, `collection/rkey`.
    String path();

    /// Adds a record.
    record Create(String path, byte[] record) implements Write {}

    /// Replaces a record.
    record Update(String path, byte[] record) implements Write {}

    /// Takes a record away.
    record Delete(String path) implements Write {}
}

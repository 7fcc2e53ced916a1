package net.atrelay.atproto.car;

/// What became of bytes that were taken for a CAR.
public sealed interface CarDecoded permits CarSlice, CarDecoded.Malformed {
    /// Not a CAR that repos may use.
    record Malformed(CarReason reason) implements CarDecoded {}
}

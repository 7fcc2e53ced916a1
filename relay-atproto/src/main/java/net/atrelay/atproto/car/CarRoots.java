package net.atrelay.atproto.car;

/// How many roots a CAR may name. The first is the commit in either case.
public enum CarRoots {
    /// One and no more (IETF-R; consumers in TypeScript refuse others).
    EXACTLY_ONE,
    /// One or more; what further ones mean is undefined (spec: repository).
    AT_LEAST_ONE
}

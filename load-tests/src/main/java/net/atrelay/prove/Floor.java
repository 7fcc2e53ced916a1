package net.atrelay.prove;

/// How often something must have happened for a run to show anything.
///
/// @param what such as `fault swallow` or `deed move`
record Floor(String what, long least, long happened) {
    boolean isReached() {
        return happened >= least;
    }
}

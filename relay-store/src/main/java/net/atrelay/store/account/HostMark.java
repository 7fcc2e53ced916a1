package net.atrelay.store.account;

/// The newest frame of one host that an account has taken in; older ones from there are replays.
public record HostMark(String host, long epoch, long hostSeq) {
    /// Whether a frame at this place of the host's stream has been taken in before.
    public boolean covers(long otherEpoch, long otherHostSeq) {
        return otherEpoch < epoch || (otherEpoch == epoch && otherHostSeq <= hostSeq);
    }
}

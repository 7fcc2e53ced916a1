package net.atrelay.ingest.host;

import net.atrelay.store.host.HostRecord;
import net.atrelay.store.host.HostRecord.Status;
import org.jspecify.annotations.Nullable;

/// The stored side of a host's stream: its state of life, and its place where that is set anew. Hands each change
/// over to be written and knows which resets of the place are not durable yet. Owned by the host's event loop.
final class StreamRecord {
    private final HostRecord origin;
    private final SeqGate gate;
    private final StreamListener listener;
    private Status status;
    /// The state to go back to from a ban, which has a record of its own.
    private Status beforeBan;

    private int resetsUnderway;

    StreamRecord(HostRecord origin, SeqGate gate, StreamListener listener) {
        this.origin = origin;
        this.gate = gate;
        this.listener = listener;
        status = origin.status();
        beforeBan = Status.ACTIVE;
    }

    Status status() {
        return status;
    }

    boolean isBanned() {
        return status == Status.BANNED;
    }

    /// Whether the place that the next socket asks for is durable. No socket opens before: a frame that was read
    /// behind it and settled first would be forgotten by the reset that comes after.
    boolean isPlaceStored() {
        return resetsUnderway == 0;
    }

    void become(Status next, @Nullable String lastError) {
        status = next;
        listener.changed(record(lastError), false, () -> {});
    }

    /// Bans are stored by whoever speaks them.
    void ban() {
        if (status != Status.BANNED) {
            beforeBan = status;
            status = Status.BANNED;
        }
    }

    /// Has the place of the gate stored, and a state with it.
    ///
    /// @param stored run on any thread once it is durable, to have [#placeStored()] called on the loop
    void resetPlace(Status next, Runnable stored) {
        resetsUnderway++;
        if (isBanned()) {
            beforeBan = next;
        } else {
            status = next;
        }
        listener.changed(record(null), true, stored);
    }

    void placeStored() {
        resetsUnderway--;
    }

    private HostRecord record(@Nullable String lastError) {
        return new HostRecord(
                origin.hostname(),
                origin.tls(),
                isBanned() ? beforeBan : status,
                gate.epoch(),
                gate.cursor(),
                origin.addedAtMicros(),
                lastError);
    }
}

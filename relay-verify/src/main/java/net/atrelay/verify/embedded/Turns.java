package net.atrelay.verify.embedded;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// In what order a shard goes about its mail: first what no host has caused, then hosts in turns, each one's mail
/// in its order, at last the end. A turn is a portion of the shard's time (deficit round robin, Shreedhar and
/// Varghese 1995): whose frames are dear to judge, or many, waits for itself, and others wait for a turn of each
/// host at most.
///
/// A host that has had more than its turn, since no frame is interrupted, sits out as many turns as that was worth.
/// What it owes is forgotten when it has nothing more to be judged.
///
/// Owned by the shard's thread, except for [#frames] and [#bytes].
final class Turns {
    /// Many frames that are cheap, and few of the dearest.
    static final long TURN_NANOS = 500_000;

    private final ArrayDeque<Mail> ofNobody = new ArrayDeque<>();
    private final Map<String, Line> lines = new HashMap<>();
    private final ArrayDeque<Line> round = new ArrayDeque<>();
    private @Nullable Line current;
    private Mail.@Nullable Stop stop;
    private volatile int frames;
    private volatile long bytes;

    /// What one host has sent and waits.
    private static final class Line {
        private final String host;
        private final ArrayDeque<Mail> mails = new ArrayDeque<>();
        private long leftNanos;

        private Line(String host) {
            this.host = host;
        }
    }

    void add(Mail mail) {
        switch (mail) {
            case Mail.FrameArrived(var raw) -> {
                frames = frames + 1;
                bytes = bytes + raw.bytes().length;
                line(raw.host()).mails.add(mail);
            }
            // An answer sets off all that has waited for it.
            case Mail.IdentityArrived arrived ->
                line(arrived.request().causedByHost()).mails.add(mail);
            case Mail.HostStatusArrived arrived ->
                line(arrived.request().host()).mails.add(mail);
            case Mail.RepoListed listed -> line(listed.host()).mails.add(mail);
            case Mail.Stop last -> stop = last;
            case Mail.FrameRestored _, Mail.StatusDoubted _, Mail.PlacePromised _, Mail.Tick _, Mail.OperatorRuling _ ->
                ofNobody.add(mail);
        }
    }

    boolean isEmpty() {
        return ofNobody.isEmpty() && round.isEmpty() && stop == null;
    }

    /// The next mail; null when there is none.
    @Nullable
    Mail next() {
        current = null;
        Mail next = ofNobody.poll();
        if (next == null) {
            next = ofHosts();
        }
        if (next == null) {
            next = stop;
            stop = null;
        }
        return next;
    }

    /// The mail that was given last has taken so long.
    void took(long nanos) {
        Line line = current;
        if (line != null) {
            line.leftNanos -= nanos;
        }
    }

    /// Frames that wait. Any thread.
    int frames() {
        return frames;
    }

    /// Their bytes. Any thread.
    long bytes() {
        return bytes;
    }

    private @Nullable Mail ofHosts() {
        for (Line first = round.peek(); first != null; first = round.peek()) {
            Mail next = first.leftNanos > 0 ? first.mails.poll() : null;
            if (next != null) {
                current = first;
                given(next);
                return next;
            }
            round.remove();
            if (first.mails.isEmpty()) {
                lines.remove(first.host);
            } else {
                first.leftNanos += TURN_NANOS;
                round.add(first);
            }
        }
        return null;
    }

    private void given(Mail mail) {
        if (mail instanceof Mail.FrameArrived(var raw)) {
            frames = frames - 1;
            bytes = bytes - raw.bytes().length;
        }
    }

    private Line line(String host) {
        return lines.computeIfAbsent(host, name -> {
            Line line = new Line(name);
            line.leftNanos = TURN_NANOS;
            round.add(line);
            return line;
        });
    }
}

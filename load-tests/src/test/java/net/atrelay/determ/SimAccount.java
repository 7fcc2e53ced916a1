package net.atrelay.determ;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.sim.repo.Commit;
import net.atrelay.verify.core.IdentityAnswer;
import net.atrelay.verify.core.Reason;
import org.jspecify.annotations.Nullable;

/// A simulated account as it is in truth: its history so far, its host, its key, its status.
final class SimAccount {
    final SignedPool.Person person;
    final List<Made> made = new ArrayList<>();
    SimHost host;
    SignedPool.Key key = SignedPool.Key.FIRST;
    /// Null when it is active.
    @Nullable
    String status;

    boolean isTakenDown;
    boolean wasTakenDown;
    /// Whether the relay has to find out for itself that it has moved or changed its key.
    boolean isUntold;
    /// Whether its status may have changed in a frame that was lost.
    boolean isStatusUntold;
    /// Whether it has come to a host that may have caused a look-up of it before, and may not do so again at once.
    boolean isRefreshedForHost;
    /// Whether a look-up of it was refused for its rate.
    boolean isLimited;
    /// Whether a look-up of it has failed.
    boolean isLookedUpInVain;
    /// Whether a host was asked for its status.
    boolean isAsked;
    /// Whether its host has failed to answer a question about it.
    boolean isUnanswered;
    /// Hosts that may speak for it, or might have once.
    final Set<String> hostsEver = new HashSet<>();

    /// Hosts that have said something of it when it was not theirs.
    final Set<String> strangers = new HashSet<>();

    /// Hosts that have lied about it, and to which it never goes.
    final Set<String> impostors = new HashSet<>();

    SimAccount(SignedPool.Person person, SimHost host) {
        this.person = person;
        this.host = host;
        hostsEver.add(host.name);
    }

    void moveTo(SimHost next) {
        host = next;
        isRefreshedForHost |= hostsEver.contains(next.name) || strangers.contains(next.name);
        hostsEver.add(next.name);
    }

    Did did() {
        return person.did();
    }

    boolean canCommit() {
        return status == null && made.size() < SignedPool.COMMITS;
    }

    /// The next commit, signed with the present key.
    Made commit() {
        Commit commit = person.places().get(made.size()).sound().get(key);
        Made next = new Made(Objects.requireNonNull(commit), key);
        made.add(next);
        return next;
    }

    /// What the account never said, where its next commit will be.
    Commit fork(SignedPool.Key signer) {
        return Objects.requireNonNull(person.places()
                .get(Math.min(made.size(), SignedPool.COMMITS - 1))
                .forks()
                .get(signer));
    }

    /// Nothing that is not in the log yet need come there.
    void excuseAll(String why) {
        made.forEach(one -> one.excuse(why));
    }

    void excuseAll(Reason reason) {
        made.stream().filter(one -> !one.isLogged).forEach(one -> one.excuse(reason));
    }

    /// What the directory says now.
    IdentityAnswer document(long startedAtMicros) {
        return new IdentityAnswer.Resolved(person.didKeys().get(key), host.name, startedAtMicros);
    }
}

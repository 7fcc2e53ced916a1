package net.atrelay.store.kafka;

import java.util.function.Predicate;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.account.LocalStatus;
import net.atrelay.store.bus.ListedAccount;
import net.atrelay.store.bus.RawBus;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.log.OutcomeSink;

/// What judges the frames of the accounts that this node owns, from one change of what is owned to the next.
public interface RawEngine extends RawBus, AutoCloseable {
    /// Restricts an account or lifts a restriction.
    ///
    /// @param settles what leaves the flight with it
    void rule(RawFrame settles, LocalStatus restriction, boolean holds);

    /// A host has listed what it has of an account.
    ///
    /// @param settles what leaves the flight with it
    void listed(RawFrame settles, ListedAccount listed);

    /// Judges what has been offered, then stops.
    @Override
    void close();

    /// Starts engines, one after the other. Called on one thread.
    interface Starter {
        /// This node owns so many partitions of `raw` from now on: said before an engine starts on them, and when no
        /// engine runs any more on those that have gone.
        ///
        /// @param all partitions that there are
        void owns(int partitions, int all);

        /// @param owned accounts that this node owns: of others it judges nothing
        /// @param sink takes the outcomes
        RawEngine start(Predicate<Did> owned, OutcomeSink sink);
    }
}

package net.atrelay.store.kafka;

import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.account.LocalStatus;
import net.atrelay.store.bus.ListedAccount;
import net.atrelay.store.bus.RawFrame;

/// What `raw` carries to the fold of one account, in order.
sealed interface RawRecord {
    Did did();

    /// A host's frame.
    ///
    /// @param frame its ordinal is 0, and its `receivedNanos` of this process
    record FromHost(RawFrame frame) implements RawRecord {
        @Override
        public Did did() {
            return frame.did();
        }
    }

    /// An operator restricts the account or lifts a restriction.
    record Ruling(Did did, LocalStatus restriction, boolean holds) implements RawRecord {}

    /// Its host has listed what it has of the account.
    record Listed(ListedAccount account) implements RawRecord {
        @Override
        public Did did() {
            return account.did();
        }
    }
}

/// The event log: dense seqs, one atomic synced batch for events, account states, deferred frames and host cursors.
@NullMarked
package net.atrelay.store.log;

import org.jspecify.annotations.NullMarked;

/// Writes atproto repositories the way a host does: records, search tree, signed commits, CAR slices and stream frames.
///
/// It owns its own CBOR, CID, CAR and tree writers, so that a fault in the relay's readers cannot hide here. It only
/// writes; it knows no sockets, no clock of the machine and nothing of the relay.
@NullMarked
package net.atrelay.sim.repo;

import org.jspecify.annotations.NullMarked;

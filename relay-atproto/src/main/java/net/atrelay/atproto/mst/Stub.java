package net.atrelay.atproto.mst;

/// A subtree whose CID is known and whose content is not.
record Stub(Link link) implements Subtree {}

package net.atrelay.app;

import java.util.function.Function;
import net.atrelay.atproto.crypto.SignatureVerifier;
import net.atrelay.ingest.crawl.HostProbe;
import net.atrelay.verify.core.RepoProofs;
import net.atrelay.verify.embedded.HostStatuses;
import net.atrelay.verify.embedded.Identities;

/// What a relay asks of the world beside the streams of its hosts, and how it proves what it hears.
///
/// @param identities looks up DIDs
/// @param hostStatuses asks hosts about their accounts
/// @param hostProbe asks what a new name is
/// @param proofs makes what proves commits; each shard has one of its own
/// @param close ends it; called when nothing asks any more
record Outside(
        Identities identities,
        HostStatuses hostStatuses,
        HostProbe hostProbe,
        Function<SignatureVerifier, RepoProofs> proofs,
        Runnable close) {}

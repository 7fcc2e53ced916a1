package net.atrelay.app;

import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Function;
import net.atrelay.atproto.crypto.SignatureVerifier;
import net.atrelay.ingest.crawl.HostProbe;
import net.atrelay.verify.Share;
import net.atrelay.verify.VerifyMetrics;
import net.atrelay.verify.core.RepoProofs;
import net.atrelay.verify.embedded.HostStatuses;
import net.atrelay.verify.embedded.Identities;
import net.atrelay.verify.identity.HostApi;
import net.atrelay.verify.identity.IdentityConfig;
import net.atrelay.verify.identity.IdentityResolver;
import net.atrelay.verify.identity.ServerAnswer;
import net.atrelay.verify.listing.RepoLists;
import net.atrelay.verify.proof.RepoProver;

/// What a relay asks of the world beside the streams of its hosts, and how it proves what it hears.
///
/// @param identities looks up DIDs
/// @param hostStatuses asks hosts about their accounts
/// @param hostProbe asks what a new name is
/// @param repoLists asks hosts for the list of their accounts
/// @param proofs makes what proves commits; each shard has one of its own
/// @param shareIs takes what part of the configured rates and counts is for this process from now on; all at first
/// @param close ends it; called when nothing asks any more
record Outside(
        Identities identities,
        HostStatuses hostStatuses,
        HostProbe hostProbe,
        RepoLists repoLists,
        Function<SignatureVerifier, RepoProofs> proofs,
        Consumer<Share> shareIs,
        Runnable close) {

    /// The real world.
    static Outside start(IdentityConfig config, VerifyMetrics metrics) {
        IdentityResolver resolver = IdentityResolver.start(config, metrics, InstantSource.system());
        HostApi hosts = HostApi.start(config, metrics, InstantSource.system());
        return new Outside(
                resolver,
                hosts,
                probe(hosts),
                hosts,
                RepoProver::new,
                share -> {
                    resolver.shareIs(share);
                    hosts.shareIs(share);
                },
                () -> {
                    resolver.close();
                    hosts.close();
                });
    }

    private static HostProbe probe(HostApi hosts) {
        return (hostname, tls) -> hosts.describeServer(hostname, tls).thenApply(Outside::answer);
    }

    private static HostProbe.Answer answer(ServerAnswer answer) {
        return switch (answer) {
            case ServerAnswer.Host _ -> new HostProbe.Answer.Host();
            case ServerAnswer.Relay _ -> new HostProbe.Answer.Relay();
            case ServerAnswer.Failed(var detail) -> new HostProbe.Answer.Failed(detail);
        };
    }
}

package net.atrelay.prove;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the relay answered to its clients' queries.
///
/// @param statuses `getRepoStatus` of each account, by DID
/// @param heads `getLatestCommit` of each account, by DID
/// @param repos `listRepos`, all pages in order
/// @param hosts `listHosts`, all pages in order
record Answers(Map<String, Repo> statuses, Map<String, Repo> heads, List<Repo> repos, List<Host> hosts) {
    /// An answer about a repo; what it does not tell is null.
    ///
    /// @param error the error's name in place of an answer; null for none
    record Repo(
            String did,
            @Nullable Boolean active,
            @Nullable String status,
            @Nullable String rev,
            @Nullable String head,
            @Nullable String error) {}

    /// An answer about a host.
    ///
    /// @param seq null when it tells none
    record Host(
            String hostname, @Nullable Long seq, @Nullable Long accounts, String status) {}
}

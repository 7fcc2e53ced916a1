package net.atrelay.sim.host;

import java.util.Map;
import java.util.function.Function;
import net.atrelay.sim.http.Answer;
import net.atrelay.sim.http.Query;
import org.jspecify.annotations.Nullable;

/// The XRPC queries a host answers about itself and its accounts.
record HostQueries(String hostname, Map<String, HostedAccount> accounts) {

    private static final int PAGE = 500;

    Answer answer(Query query) {
        String path = query.path();
        if (!path.startsWith("/xrpc/")) {
            return Answer.json(path.equals("/") ? 200 : 404, "{}");
        }
        return switch (path.substring("/xrpc/".length())) {
            case "_health" -> Answer.json(200, "{\"version\":\"sim\"}");
            case "com.atproto.server.describeServer" -> describeServer();
            case "com.atproto.sync.getRepoStatus" -> of(query, HostQueries::status);
            case "com.atproto.sync.getLatestCommit" -> of(query, HostQueries::latestCommit);
            case "com.atproto.sync.getRepo" -> of(query, HostQueries::repo);
            case "com.atproto.sync.listRepos" -> listRepos(query);
            default -> Answer.error(501, "MethodNotImplemented", "Method Not Implemented");
        };
    }

    private Answer describeServer() {
        return Answer.json(
                200,
                "{\"did\":\"did:web:" + hostname.replace(":", "%3A")
                        + "\",\"availableUserDomains\":[\".sim.test\"],\"inviteCodeRequired\":false}");
    }

    private Answer of(Query query, Function<HostedAccount, Answer> question) {
        String did = query.parameter("did");
        if (did == null) {
            return Answer.error(400, "InvalidRequest", "Error: Params must have the property did");
        }
        HostedAccount account = accounts.get(did);
        return account == null
                ? Answer.error(400, "RepoNotFound", "Could not find repo for DID: " + did)
                : question.apply(account);
    }

    private static Answer status(HostedAccount account) {
        String status = account.status();
        String json = "{\"did\":\"" + account.did() + "\",\"active\":" + (status == null);
        return Answer.json(
                200,
                status == null
                        ? json + ",\"rev\":\"" + account.head().rev() + "\"}"
                        : json + ",\"status\":\"" + status + "\"}");
    }

    private static Answer latestCommit(HostedAccount account) {
        Answer refusal = refusal(account);
        return refusal != null
                ? refusal
                : Answer.json(
                        200,
                        "{\"cid\":\"" + account.head().cid() + "\",\"rev\":\""
                                + account.head().rev() + "\"}");
    }

    private static Answer repo(HostedAccount account) {
        Answer refusal = refusal(account);
        return refusal != null ? refusal : new Answer.Reply(200, "application/vnd.ipld.car", account.export(), 0);
    }

    private static @Nullable Answer refusal(HostedAccount account) {
        String status = account.status();
        return switch (status) {
            case null -> null;
            case "takendown" -> Answer.error(400, "RepoTakendown", "Repo has been takendown");
            case "suspended" -> Answer.error(400, "RepoSuspended", "Repo has been suspended");
            case "deactivated" -> Answer.error(400, "RepoDeactivated", "Repo has been deactivated");
            default -> Answer.error(400, "RepoNotFound", "Could not find repo for DID: " + account.did());
        };
    }

    private Answer listRepos(Query query) {
        String cursor = query.parameter("cursor");
        StringBuilder repos = new StringBuilder();
        String[] last = {""};
        accounts.values().stream()
                .filter(account -> cursor == null || account.did().compareTo(cursor) > 0)
                .sorted((a, b) -> a.did().compareTo(b.did()))
                .limit(PAGE)
                .forEach(account -> {
                    repos.append(repos.isEmpty() ? "" : ",").append(listed(account));
                    last[0] = account.did();
                });
        return Answer.json(
                200, (repos.isEmpty() ? "{" : "{\"cursor\":\"" + last[0] + "\",") + "\"repos\":[" + repos + "]}");
    }

    private static String listed(HostedAccount account) {
        String status = account.status();
        return "{\"did\":\"" + account.did() + "\",\"head\":\"" + account.head().cid() + "\",\"rev\":\""
                + account.head().rev() + "\",\"active\":" + (status == null)
                + (status == null ? "}" : ",\"status\":\"" + status + "\"}");
    }
}

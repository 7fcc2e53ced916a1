package net.atrelay.verify.identity;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.atproto.syntax.Tid;
import net.atrelay.store.account.UpstreamStatus;
import net.atrelay.verify.HttpOutcome;
import net.atrelay.verify.core.ListedRepo;
import net.atrelay.verify.identity.http.Fetched;
import net.atrelay.verify.listing.RepoPage;
import org.jspecify.annotations.Nullable;

/// Reads pages of a host's list of accounts (lexicon: com.atproto.sync.listRepos). One bad entry spoils no other.
final class RepoPages {
    private static final int STATUS_CHARS_MAX = 64;
    /// A longer one is asked for in no URL.
    private static final int CURSOR_CHARS_MAX = 1_024;

    private RepoPages() {}

    static RepoPage of(Fetched fetched) {
        return switch (fetched) {
            case Fetched.Broken(var outcome) -> new RepoPage.Failed(outcome.label(), outcome == HttpOutcome.HELD_OFF);
            case Fetched.Answered answered -> ofAnswer(answered);
        };
    }

    private static RepoPage ofAnswer(Fetched.Answered answered) {
        return switch (answered.status()) {
            case 200 ->
                JsonBody.read(answered.body()) instanceof JsonBody.Value(JsonNode body)
                        ? listed(body, answered.body().length)
                        : new RepoPage.Failed("no JSON", false);
            case 404, 501 -> new RepoPage.NotOffered();
            default -> new RepoPage.Failed("status " + answered.status(), false);
        };
    }

    private static RepoPage listed(JsonNode body, int bytes) {
        JsonNode entries = body.get("repos");
        String cursor = JsonBody.text(body, "cursor");
        if (entries == null || !entries.isArray() || (cursor != null && cursor.length() > CURSOR_CHARS_MAX)) {
            return new RepoPage.Failed("no list of repos", false);
        }
        List<ListedRepo> repos = new ArrayList<>(entries.size());
        for (JsonNode entry : entries) {
            ListedRepo repo = repo(entry);
            if (repo != null) {
                repos.add(repo);
            }
        }
        return new RepoPage.Listed(repos, entries.size() - repos.size(), cursor, bytes);
    }

    private static @Nullable ListedRepo repo(JsonNode entry) {
        String did = JsonBody.text(entry, "did");
        String rev = JsonBody.text(entry, "rev");
        String head = JsonBody.text(entry, "head");
        if (did == null || rev == null || head == null) {
            return null;
        }
        Did account = Did.parse(did);
        Tid tid = Tid.parse(rev);
        Cid commit = Cid.parse(head);
        return account == null || tid == null || commit == null || !account.isSupported()
                ? null
                : new ListedRepo(account, tid, commit, status(entry));
    }

    /// Null when the host does not say whether the account is active.
    private static @Nullable UpstreamStatus status(JsonNode entry) {
        JsonNode active = entry.get("active");
        String status = JsonBody.text(entry, "status");
        return active == null || !active.isBoolean() || (status != null && status.length() > STATUS_CHARS_MAX)
                ? null
                : new UpstreamStatus(active.booleanValue(), status);
    }
}

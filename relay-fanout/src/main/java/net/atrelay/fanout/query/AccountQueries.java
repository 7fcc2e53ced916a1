package net.atrelay.fanout.query;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Set;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.atproto.syntax.Tid;
import net.atrelay.fanout.query.Answer.Json;
import net.atrelay.fanout.query.Answer.Redirect;
import net.atrelay.fanout.query.Answer.Refused;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.AccountTable;
import net.atrelay.store.account.EffectiveStatus;
import net.atrelay.store.account.IdentityRecord;
import net.atrelay.store.account.LocalStatus;
import net.atrelay.store.account.RepoHead;
import org.jspecify.annotations.Nullable;

/// The queries about accounts and their repos (protocol reference §7.2). Stateless; blocks on the table.
public final class AccountQueries {
    private static final int LIST_DEFAULT = 500;
    private static final int LIST_MAX = 1_000;

    private static final Refused BAD_LIMIT = invalid("limit: a number from 1 to 1000 is expected");
    private static final Refused BAD_CURSOR = invalid("cursor: not one that this endpoint gave");
    private static final Refused BAD_DID = invalid("did: a DID is expected");
    private static final Refused BAD_SINCE = invalid("since: a TID is expected");
    private static final Refused NOT_FOUND =
            new Refused(XrpcError.REPO_NOT_FOUND, "this relay does not know such a repo");
    private static final Refused DELETED = new Refused(XrpcError.REPO_NOT_FOUND, "the account is deleted");
    private static final Refused TAKENDOWN = new Refused(XrpcError.REPO_TAKENDOWN, "the repo is taken down");
    private static final Refused SUSPENDED = new Refused(XrpcError.REPO_SUSPENDED, "the repo is suspended");
    private static final Refused DEACTIVATED = new Refused(XrpcError.REPO_DEACTIVATED, "the account is deactivated");

    private static final String DESYNCHRONIZED = "desynchronized";
    private static final String THROTTLED = "throttled";
    /// Words that an active account may carry (lexicon: sync.getRepoStatus).
    private static final Set<String> SOFT_WORDS = Set.of(DESYNCHRONIZED, THROTTLED);

    private final AccountTable accounts;

    public AccountQueries(AccountTable accounts) {
        this.accounts = accounts;
    }

    /// `com.atproto.sync.listRepos`: accounts in the order of their DIDs, inactive ones too (protocol reference
    /// §12, 41). Accounts that never committed have no `head` to show and are left out. The cursor is a DID.
    public Answer listRepos(Arguments arguments) {
        Integer limit = arguments.limit(LIST_DEFAULT, LIST_MAX);
        if (limit == null) {
            return BAD_LIMIT;
        }
        String cursor = arguments.text("cursor");
        Did after = cursor == null ? null : Did.parse(cursor);
        if (cursor != null && after == null) {
            return BAD_CURSOR;
        }
        RepoPage page = RepoPage.read(accounts, after, limit);
        return new Json(JsonText.object(json -> {
            if (page.cursor() != null) {
                json.writeStringField("cursor", page.cursor().value());
            }
            json.writeArrayFieldStart("repos");
            for (AccountState account : page.accounts()) {
                writeRepo(json, account);
            }
            json.writeEndArray();
        }));
    }

    private static void writeRepo(JsonGenerator json, AccountState account) throws IOException {
        RepoHead head = account.head();
        if (head == null) {
            return;
        }
        EffectiveStatus status = EffectiveStatus.of(account);
        json.writeStartObject();
        json.writeStringField("did", account.did().value());
        json.writeStringField("head", head.commit().toString());
        json.writeStringField("rev", head.rev());
        writeStatus(json, status.active(), status.status());
        json.writeEndObject();
    }

    /// `com.atproto.sync.getRepoStatus`: the only place that tells of a desynchronised or throttled account
    /// that is active all the same (protocol reference §5.10). `rev` only while active (protocol reference §12,
    /// 40).
    public Answer getRepoStatus(Arguments arguments) {
        Did did = arguments.did();
        if (did == null) {
            return BAD_DID;
        }
        AccountState account = accounts.find(did);
        if (account == null) {
            return NOT_FOUND;
        }
        EffectiveStatus status = EffectiveStatus.of(account);
        RepoHead head = account.head();
        return new Json(JsonText.object(json -> {
            json.writeStringField("did", did.value());
            writeStatus(json, status.active(), status.active() ? softWord(account) : status.status());
            if (status.active() && head != null) {
                json.writeStringField("rev", head.rev());
            }
        }));
    }

    /// What is to be said of an active account; null for nothing.
    private static @Nullable String softWord(AccountState account) {
        RepoHead head = account.head();
        if (head != null && !head.isInSync()) {
            return DESYNCHRONIZED;
        }
        if (account.local() == LocalStatus.THROTTLED) {
            return THROTTLED;
        }
        String word = account.upstream().status();
        return word != null && SOFT_WORDS.contains(word) ? word : null;
    }

    private static void writeStatus(JsonGenerator json, boolean active, @Nullable String word) throws IOException {
        json.writeBooleanField("active", active);
        if (word != null) {
            json.writeStringField("status", word);
        }
    }

    /// `com.atproto.sync.getLatestCommit`.
    public Answer getLatestCommit(Arguments arguments) {
        Did did = arguments.did();
        if (did == null) {
            return BAD_DID;
        }
        AccountState account = accounts.find(did);
        if (account == null) {
            return NOT_FOUND;
        }
        Refused inactive = refusalOf(EffectiveStatus.of(account));
        RepoHead head = account.head();
        if (inactive != null || head == null) {
            return inactive == null ? NOT_FOUND : inactive;
        }
        return new Json(JsonText.object(json -> {
            json.writeStringField("cid", head.commit().toString());
            json.writeStringField("rev", head.rev());
        }));
    }

    /// `com.atproto.sync.getRepo`: sends the caller to the account's PDS with the same path and query, once the
    /// status that this relay holds allows it (protocol reference §7.2).
    public Answer getRepo(Arguments arguments) {
        Did did = arguments.did();
        if (did == null) {
            return BAD_DID;
        }
        String since = arguments.text("since");
        if (since != null && !Tid.isValid(since)) {
            return BAD_SINCE;
        }
        AccountState account = accounts.find(did);
        if (account == null) {
            return NOT_FOUND;
        }
        Refused inactive = refusalOf(EffectiveStatus.of(account));
        String pds = pdsOf(account);
        if (inactive != null || pds == null) {
            return inactive == null ? NOT_FOUND : inactive;
        }
        return new Redirect(urlOf(pds) + arguments.target());
    }

    /// The PDS that the DID document names, or while no document is known the host that its events come from.
    private static @Nullable String pdsOf(AccountState account) {
        IdentityRecord identity = account.identity();
        return identity == null ? account.host() : identity.pdsHost();
    }

    /// Only a development host has a port, and it has no TLS (protocol reference §7.4).
    private static String urlOf(String pds) {
        return (pds.indexOf(':') < 0 ? "https://" : "http://") + pds;
    }

    /// The lexicon's error for an inactive account; null for an active one. The lexicon has no name for an
    /// account that is inactive for an unknown reason: such a one counts as deactivated, and one over a limit
    /// of ours as suspended.
    private static @Nullable Refused refusalOf(EffectiveStatus status) {
        if (status.active()) {
            return null;
        }
        String word = status.status();
        return switch (word == null ? "" : word) {
            case "takendown" -> TAKENDOWN;
            case "suspended", THROTTLED -> SUSPENDED;
            case "deleted" -> DELETED;
            default -> DEACTIVATED;
        };
    }

    private static Refused invalid(String message) {
        return new Refused(XrpcError.INVALID_REQUEST, message);
    }
}

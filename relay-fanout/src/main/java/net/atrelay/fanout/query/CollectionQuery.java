package net.atrelay.fanout.query;

import java.util.List;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.atproto.syntax.Nsid;
import net.atrelay.fanout.query.Answer.Json;
import net.atrelay.fanout.query.Answer.Refused;
import net.atrelay.store.account.CollectionIndex;
import org.jspecify.annotations.Nullable;

/// `com.atproto.sync.listReposByCollection`: which accounts have records in a collection (protocol reference §7.2).
/// Stateless; blocks on the index.
public final class CollectionQuery {
    private static final int LIST_DEFAULT = 500;
    private static final int LIST_MAX = 2_000;

    private static final Refused BAD_COLLECTION =
            new Refused(XrpcError.INVALID_REQUEST, "collection: an NSID is expected");
    private static final Refused BAD_LIMIT =
            new Refused(XrpcError.INVALID_REQUEST, "limit: a number from 1 to 2000 is expected");
    private static final Refused BAD_CURSOR =
            new Refused(XrpcError.INVALID_REQUEST, "cursor: not one that this endpoint gave");

    private final CollectionIndex collections;

    public CollectionQuery(CollectionIndex collections) {
        this.collections = collections;
    }

    /// Accounts in the order of their DIDs. The cursor is the last DID of a page, so whoever has the collection
    /// all along comes exactly once, whatever is written between two pages. A collection that nobody has is an
    /// empty list.
    public Answer listReposByCollection(Arguments arguments) {
        Nsid collection = collectionOf(arguments);
        if (collection == null) {
            return BAD_COLLECTION;
        }
        Integer limit = arguments.limit(LIST_DEFAULT, LIST_MAX);
        if (limit == null) {
            return BAD_LIMIT;
        }
        String cursor = arguments.text("cursor");
        Did after = cursor == null ? null : Did.parse(cursor);
        if (cursor != null && after == null) {
            return BAD_CURSOR;
        }
        List<Did> found = collections.accounts(collection, after, limit + 1);
        List<Did> page = found.size() > limit ? found.subList(0, limit) : found;
        return new Json(JsonText.object(json -> {
            if (found.size() > limit) {
                json.writeStringField("cursor", page.getLast().value());
            }
            json.writeArrayFieldStart("repos");
            for (Did did : page) {
                json.writeStartObject();
                json.writeStringField("did", did.value());
                json.writeEndObject();
            }
            json.writeEndArray();
        }));
    }

    private static @Nullable Nsid collectionOf(Arguments arguments) {
        String text = arguments.text("collection");
        return text == null ? null : Nsid.parse(text);
    }
}

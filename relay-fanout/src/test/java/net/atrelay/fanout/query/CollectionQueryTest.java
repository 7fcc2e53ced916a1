package net.atrelay.fanout.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CollectionQueryTest {
    private static final String POST = "app.bsky.feed.post";
    private static final String COLLECTION = "collection=" + POST;
    private static final String PLC = "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa";
    private static final String WEB = "did:web:carol.example.com";

    private final MemoryCollections table = new MemoryCollections();
    private final CollectionQuery query = new CollectionQuery(table);

    private JsonNode page(String... arguments) {
        return Asked.json(query.listReposByCollection(Asked.with(arguments)));
    }

    private static List<String> didsOf(JsonNode page) {
        return page.get("repos").findValuesAsText("did");
    }

    private static String account(int number) {
        return "did:web:a%04d.example.com".formatted(number);
    }

    @Test
    void accountsOfTheCollectionComeInTheOrderOfTheirDidsWhateverTheirMethod() {
        table.add(POST, WEB);
        table.add(POST, PLC);
        table.add("app.bsky.feed.like", account(1));

        JsonNode page = page(COLLECTION);

        assertEquals(List.of(PLC, WEB), didsOf(page));
        assertEquals(1, page.get("repos").get(0).size());
        assertFalse(page.has("cursor"));
    }

    @Test
    void aCollectionThatNobodyHasIsAnEmptyList() {
        JsonNode page = page("collection=com.example.nothing");
        assertEquals(0, page.get("repos").size());
        assertFalse(page.has("cursor"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 30, 2_000})
    void pagesCoverEveryAccountOnceAndTheLastHasNoCursor(int limit) {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            expected.add(account(i));
            table.add(POST, account(i));
        }
        List<String> found = new ArrayList<>();
        String cursor = "";
        int pages = 0;
        while (cursor != null) {
            JsonNode page = page(COLLECTION, "limit=" + limit, "cursor=" + cursor);
            found.addAll(didsOf(page));
            cursor = page.has("cursor") ? page.get("cursor").textValue() : null;
            pages++;
        }
        assertEquals(expected, found);
        assertEquals((30 + limit - 1) / limit, pages);
    }

    @Test
    void whoIsThereAllAlongComesOnceThoughOthersComeAndGoBetweenPages() {
        for (int i = 0; i < 20; i += 2) {
            table.add(POST, account(i));
        }
        List<String> found = new ArrayList<>();
        String cursor = "";
        for (int round = 0; cursor != null; round++) {
            JsonNode page = page(COLLECTION, "limit=1", "cursor=" + cursor);
            found.addAll(didsOf(page));
            cursor = page.has("cursor") ? page.get("cursor").textValue() : null;
            // One comes behind and one before the place where the list goes on; then the cursor's own account goes.
            if (round < 10) {
                table.add(POST, account(Math.max(0, 2 * round - 3)));
                table.add(POST, account(2 * round + 5));
            }
            table.remove(POST, account(2 * round + 1));
            if (round == 4 && cursor != null) {
                table.remove(POST, cursor);
            }
        }
        assertEquals(found.stream().distinct().sorted().toList(), found);
        for (int i = 0; i < 20; i += 2) {
            assertTrue(found.contains(account(i)), account(i));
        }
    }

    @Test
    void withoutALimitAPageHasFiveHundredAccounts() {
        for (int i = 0; i < 501; i++) {
            table.add(POST, account(i));
        }
        JsonNode page = page(COLLECTION);
        assertEquals(500, page.get("repos").size());
        assertEquals(account(499), page.get("cursor").textValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "2001", "-1", "x", "1.0"})
    void aLimitOutOfRangeIsRefusedAndNotClamped(String limit) {
        Asked.refuses(XrpcError.INVALID_REQUEST, query.listReposByCollection(Asked.with(COLLECTION, "limit=" + limit)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "app.bsky", "app.bsky.feed.post/3k", "app.bsky.feed.*", "did:web:a.example.com"})
    void aCollectionThatIsNoneIsRefused(String collection) {
        Asked.refuses(XrpcError.INVALID_REQUEST, query.listReposByCollection(Asked.with("collection=" + collection)));
        Asked.refuses(XrpcError.INVALID_REQUEST, query.listReposByCollection(Asked.with()));
    }

    @Test
    void aCursorThatIsNoDidIsRefused() {
        Asked.refuses(XrpcError.INVALID_REQUEST, query.listReposByCollection(Asked.with(COLLECTION, "cursor=12")));
    }
}

package net.atrelay.fanout.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import net.atrelay.store.host.HostRecord.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostQueriesTest {
    private final MemoryHosts table = new MemoryHosts();
    private final HostQueries queries = new HostQueries(table);

    @Test
    void listHostsShowsAllHostsInTheOrderOfTheirAdding() {
        table.add("zoo.example.com", Status.ACTIVE, 42L);
        table.add("bad.example.com", Status.BANNED, null);
        table.add("apt.example.com", Status.OFFLINE, 0L);

        JsonNode page = Asked.json(queries.listHosts(Asked.with()));

        assertFalse(page.has("cursor"));
        JsonNode hosts = page.get("hosts");
        assertEquals(
                List.of("zoo.example.com", "bad.example.com", "apt.example.com"), hosts.findValuesAsText("hostname"));
        assertEquals(42, hosts.get(0).get("seq").longValue());
        assertEquals(15, hosts.get(0).get("accountCount").longValue());
        assertEquals("active", hosts.get(0).get("status").textValue());
        assertFalse(hosts.get(1).has("seq"));
        assertEquals("banned", hosts.get(1).get("status").textValue());
        assertEquals(0, hosts.get(2).get("seq").longValue());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 1_000})
    void pagesCoverEveryHostOnceAndTheLastHasNoCursor(int limit) {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            expected.add("h" + (i * 7 % 10) + ".example.com");
            table.add(expected.getLast(), Status.ACTIVE, 1L);
        }
        List<String> found = new ArrayList<>();
        String cursor = "";
        int pages = 0;
        do {
            JsonNode page = Asked.json(queries.listHosts(Asked.with("limit=" + limit, "cursor=" + cursor)));
            found.addAll(page.get("hosts").findValuesAsText("hostname"));
            cursor = page.has("cursor") ? page.get("cursor").textValue() : null;
            pages++;
        } while (cursor != null);
        assertEquals(expected, found);
        assertEquals((10 + limit - 1) / limit, pages);
    }

    @Test
    void withoutALimitAPageHasTwoHundredHosts() {
        for (int i = 0; i < 201; i++) {
            table.add("h" + i + ".example.com", Status.ACTIVE, 1L);
        }
        JsonNode page = Asked.json(queries.listHosts(Asked.with()));
        assertEquals(200, page.get("hosts").size());
        assertEquals("h199.example.com", page.get("cursor").textValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1001", "-1", "x"})
    void aLimitOutOfRangeIsRefusedAndNotClamped(String limit) {
        Asked.refuses(XrpcError.INVALID_REQUEST, queries.listHosts(Asked.with("limit=" + limit)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"17", "https://h.example.com", "gone.example.com"})
    void aCursorThatNamesNoHostIsRefusedAndDoesNotEndTheList(String cursor) {
        table.add("h.example.com", Status.ACTIVE, 1L);
        Asked.refuses(XrpcError.INVALID_REQUEST, queries.listHosts(Asked.with("cursor=" + cursor)));
    }

    @ParameterizedTest
    @EnumSource(Status.class)
    void statusOfAHostIsItsLifeCycleState(Status status) {
        table.add("pds.example.com", status, 7L);

        JsonNode host = Asked.json(queries.getHostStatus(Asked.with("hostname=PDS.Example.com")));

        assertEquals("pds.example.com", host.get("hostname").textValue());
        assertEquals(
                status.name().toLowerCase(java.util.Locale.ROOT),
                host.get("status").textValue());
        assertEquals(7, host.get("seq").longValue());
        assertEquals(15, host.get("accountCount").longValue());
    }

    @Test
    void aDevelopmentHostIsNamedWithItsPort() {
        table.add("localhost:2583", Status.ACTIVE, null);
        JsonNode host = Asked.json(queries.getHostStatus(Asked.with("hostname=localhost:2583")));
        assertEquals("localhost:2583", host.get("hostname").textValue());
        assertTrue(host.has("accountCount"));
    }

    @Test
    void anUnknownHostIsNotFound() {
        Asked.refuses(XrpcError.HOST_NOT_FOUND, queries.getHostStatus(Asked.with("hostname=pds.example.com")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hostname=",
                "hostname=https://pds.example.com",
                "hostname=pds.example.com/",
                "hostname=pds.example.com:443",
                "hostname=localhost",
                "hostname=8.8.8.8",
                "other=pds.example.com"
            })
    void whatIsNoPlainHostnameIsRefused(String argument) {
        table.add("pds.example.com", Status.ACTIVE, 1L);
        Asked.refuses(XrpcError.INVALID_REQUEST, queries.getHostStatus(Asked.with(argument)));
    }
}

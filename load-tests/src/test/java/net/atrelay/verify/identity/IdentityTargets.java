package net.atrelay.verify.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.atrelay.atproto.crypto.DidKey;
import net.atrelay.atproto.crypto.ParsedKey;
import net.atrelay.atproto.host.DevMode;
import net.atrelay.atproto.host.Hostname;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.fuzz.FuzzTarget;
import net.atrelay.fuzz.Seeds;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.UpstreamStatus;
import net.atrelay.store.record.AccountCodec;
import net.atrelay.verify.core.HostStatusAnswer;
import net.atrelay.verify.core.IdentityAnswer;
import net.atrelay.verify.core.ListedRepo;
import net.atrelay.verify.identity.http.Fetched;
import net.atrelay.verify.listing.RepoPage;

/// Answers of directories, hosts and other relays, with whatever status and body.
public final class IdentityTargets {
    private static final Did DID = new Did("did:plc:ewvi7nxzyoun6zhxrhs64oiz");
    private static final String MULTIKEY = "zQ3shXjHeiBuRCKmM36cuYnm7YEMzhGnCmCyW92sRJ9pribSF";
    private static final int[] STATUSES = {200, 404, 410, 429, 400, 500, 501, 302};
    private static final int STATUS_CHARS_MAX = 64;

    private IdentityTargets() {}

    public static List<FuzzTarget> all() {
        return List.of(
                new FuzzTarget("did-document", documents(), IdentityTargets::documentsGiveKeysAndHosts),
                new FuzzTarget("plc-log", operations(), IdentityTargets::onlyTombstonesAreTombstones),
                new FuzzTarget("repo-list", pages(), IdentityTargets::everyEntryIsCounted),
                new FuzzTarget("host-list", hostPages(), IdentityTargets::everyHostIsCounted),
                new FuzzTarget("host-status", statuses(), IdentityTargets::onlyOwnStatusIsHeard));
    }

    private static List<byte[]> documents() {
        return Seeds.ofTexts("""
            {"id":"did:plc:ewvi7nxzyoun6zhxrhs64oiz","alsoKnownAs":["at://atproto.com"],"verificationMethod":[\
            {"id":"did:plc:ewvi7nxzyoun6zhxrhs64oiz#atproto","type":"Multikey","controller":\
            "did:plc:ewvi7nxzyoun6zhxrhs64oiz","publicKeyMultibase":"%s"}],"service":[{"id":"#atproto_pds",\
            "type":"AtprotoPersonalDataServer","serviceEndpoint":"https://pds.example.com:443/"}]}\
            """.formatted(MULTIKEY), """
                {"id":"did:plc:ewvi7nxzyoun6zhxrhs64oiz","verificationMethod":[{"id":"#atproto","type":\
                "EcdsaSecp256k1VerificationKey2019","controller":"did:plc:ewvi7nxzyoun6zhxrhs64oiz",\
                "publicKeyMultibase":"z"}],"service":[{"id":"#atproto_pds","type":"AtprotoPersonalDataServer",\
                "serviceEndpoint":"http://localhost:2583"}]}\
                """, "{\"id\":null}", "[]", "null", "");
    }

    /// A document gives a key that can verify and a host that may be asked, whichever way it is read.
    private static void documentsGiveKeysAndHosts(byte[] input) {
        for (DevMode mode : DevMode.values()) {
            DidDocument document = DidDocument.read(input, DID, mode);
            if (document instanceof DidDocument.Valid(var key, var host)) {
                if (key != null) {
                    ParsedKey.Usable usable = assertInstanceOf(ParsedKey.Usable.class, DidKey.parse(key));
                    assertEquals(key, DidKey.format(usable.key()));
                }
                if (host != null) {
                    Hostname.Ok ok = assertInstanceOf(Hostname.Ok.class, Hostname.parse(host, mode));
                    assertEquals(host, ok.authority());
                }
                assertEquals(new IdentityAnswer.Resolved(key, host, 5), DocumentAnswer.of(input, DID, mode, 5));
            }
        }
        Did other = new Did("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa");
        if (DidDocument.read(input, DID, DevMode.OFF) instanceof DidDocument.Valid) {
            assertInstanceOf(DidDocument.Invalid.class, DidDocument.read(input, other, DevMode.OFF));
        }
    }

    private static List<byte[]> operations() {
        return Seeds.ofTexts(
                "{\"sig\":\"ab\",\"prev\":\"bafy\",\"type\":\"plc_tombstone\"}",
                "{\"type\":\"plc_operation\",\"prev\":null}",
                "{\"type\":[\"plc_tombstone\"]}",
                "\"plc_tombstone\"");
    }

    /// The last `type` of an object decides, and only there.
    private static void onlyTombstonesAreTombstones(byte[] input) {
        if (PlcDirectory.isTombstone(input)) {
            String text = Seeds.text(input).strip();
            boolean isWide =
                    Arrays.equals(input, new String(input, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8));
            assertTrue(!isWide || text.indexOf('{') >= 0 && text.endsWith("}"), text);
        }
    }

    private static List<byte[]> pages() {
        List<byte[]> seeds = Seeds.ofTexts("""
                {"cursor":"abc","repos":[{"did":"did:plc:ewvi7nxzyoun6zhxrhs64oiz","rev":"3lmxjza3nva27","head":\
                "bafyreie5737gdxlw5i64vzichcalba3z2v5n6icifvx5xytvske7mr3hpm","active":false,"status":"takendown"},\
                {"did":"did:web:a.example.com","rev":"x","head":"y"}]}\
                """, "{\"repos\":[]}", "{\"repos\":{}}", "[]");
        seeds.replaceAll(body -> prefixed(0, body));
        seeds.add(prefixed(1, new byte[0]));
        return seeds;
    }

    private static void everyEntryIsCounted(byte[] input) {
        RepoPage page = RepoPages.of(answered(input));
        int status = answered(input).status();
        switch (page) {
            case RepoPage.Listed listed -> {
                assertEquals(200, status);
                JsonBody.Value body = assertInstanceOf(
                        JsonBody.Value.class, JsonBody.read(answered(input).body()));
                assertEquals(body.node().get("repos").size(), listed.repos().size() + listed.unusable());
                for (ListedRepo repo : listed.repos()) {
                    assertTrue(repo.did().isSupported());
                    UpstreamStatus said = repo.status();
                    assertStorable(said == null ? UpstreamStatus.ACTIVE : said);
                }
            }
            case RepoPage.NotOffered() -> assertTrue(status == 404 || status == 501);
            case RepoPage.Failed failed -> assertTrue(!failed.heldOff());
        }
    }

    private static List<byte[]> hostPages() {
        return Seeds.ofTexts("""
                {"cursor":"7","hosts":[{"hostname":"pds.example.com","seq":1234567890123,"accountCount":3,"status":\
                "active"},{"hostname":"x","seq":1e99},{"seq":5},null]}\
                """, "{\"hosts\":[]}", "{}", "[{\"hosts\":[]}]");
    }

    private static void everyHostIsCounted(byte[] input) {
        if (RelayHosts.listed(input) instanceof HostPage.Listed listed) {
            JsonBody.Value body = assertInstanceOf(JsonBody.Value.class, JsonBody.read(input));
            assertEquals(body.node().get("hosts").size(), listed.hosts().size() + listed.unusable());
            assertTrue(listed.cursor() == null || !listed.cursor().isEmpty());
        }
    }

    private static List<byte[]> statuses() {
        List<byte[]> seeds = Seeds.ofTexts(
                "{\"did\":\"did:plc:ewvi7nxzyoun6zhxrhs64oiz\",\"active\":true,\"rev\":\"3lmxjza3nva27\"}",
                "{\"did\":\"did:plc:ewvi7nxzyoun6zhxrhs64oiz\",\"active\":false,\"status\":\"\\u0061\"}",
                "{\"did\":\"did:plc:other\",\"active\":true}");
        seeds.replaceAll(body -> prefixed(0, body));
        seeds.add(prefixed(4, "{\"error\":\"RepoNotFound\"}".getBytes(StandardCharsets.US_ASCII)));
        return seeds;
    }

    /// What is said of another account, or without a word of `active`, is not heard.
    private static void onlyOwnStatusIsHeard(byte[] input) {
        Fetched.Answered answered = answered(input);
        switch (HostApi.status(answered, DID)) {
            case HostStatusAnswer.Stated(boolean active, var word) -> {
                JsonBody.Value body = assertInstanceOf(JsonBody.Value.class, JsonBody.read(answered.body()));
                assertEquals(200, answered.status());
                assertEquals(DID.value(), body.node().get("did").textValue());
                assertEquals(active, body.node().get("active").booleanValue());
                assertTrue(word == null || word.length() <= STATUS_CHARS_MAX);
                assertStorable(new UpstreamStatus(active, word));
            }
            case HostStatusAnswer.NotFound() -> assertTrue(answered.status() == 400 || answered.status() == 404);
            case HostStatusAnswer.Failed() -> {}
        }
        if (HostApi.description(answered) instanceof ServerAnswer.Host) {
            assertEquals(200, answered.status());
            assertTrue(assertInstanceOf(JsonBody.Value.class, JsonBody.read(answered.body()))
                    .node()
                    .isObject());
        }
    }

    /// What is not can only end the process that was to store it.
    private static void assertStorable(UpstreamStatus status) {
        AccountState account = AccountState.unknown(DID).withUpstream(status);
        assertEquals(account, AccountCodec.decode(DID, AccountCodec.encode(account)));
    }

    /// The first byte chooses the status.
    private static Fetched.Answered answered(byte[] input) {
        int status = STATUSES[input.length == 0 ? 0 : (input[0] & 0xff) % STATUSES.length];
        byte[] body = input.length == 0 ? input : Arrays.copyOfRange(input, 1, input.length);
        return new Fetched.Answered(status, body, null, null);
    }

    private static byte[] prefixed(int status, byte[] body) {
        byte[] input = new byte[1 + body.length];
        input[0] = (byte) status;
        System.arraycopy(body, 0, input, 1, body.length);
        return input;
    }
}

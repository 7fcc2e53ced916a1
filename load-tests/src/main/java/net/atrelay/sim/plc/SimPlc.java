package net.atrelay.sim.plc;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import net.atrelay.sim.http.Answer;
import net.atrelay.sim.http.LocalServer;
import net.atrelay.sim.http.Loops;
import net.atrelay.sim.http.Query;
import net.atrelay.sim.http.Routes;
import org.jspecify.annotations.Nullable;

/// A PLC directory on a loopback port: DID documents as the public directory writes them, tombstones, and the ways
/// in which a directory can be slow or away. Safe for all threads.
public final class SimPlc implements Routes, AutoCloseable {

    private static final String DID_DOCUMENT = "application/did+ld+json; charset=utf-8";

    private final Map<String, Identity> identities = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> requestsByDid = new ConcurrentHashMap<>();
    private final LongAdder requests = new LongAdder();
    private final Function<String, @Nullable Identity> others;
    private final LocalServer server;
    private volatile Outage outage = Outage.NONE;
    private volatile long delayMillis;

    /// How the directory fails every request.
    public enum Outage {
        /// It does not.
        NONE,
        /// Status 503.
        UNAVAILABLE,
        /// Status 429.
        RATE_LIMITED,
        /// Status 200 with a body that is no JSON.
        GIBBERISH,
        /// No answer ever.
        HANGS
    }

    /// What the directory holds about one DID. A tombstoned identity keeps its last values, so that it can be
    /// recovered.
    public record Identity(String handle, String multikey, String pdsEndpoint, boolean tombstoned) {

        /// This identity with another signing key.
        public Identity withMultikey(String other) {
            return new Identity(handle, other, pdsEndpoint, tombstoned);
        }
    }

    /// Listens at once.
    ///
    /// @param port 0 for any free one
    public SimPlc(Loops loops, int port) {
        this(loops, port, _ -> null);
    }

    /// Listens at once.
    ///
    /// @param port 0 for any free one
    /// @param others identities of DIDs that nobody [#put], so that millions need no room; null for none
    public SimPlc(Loops loops, int port, Function<String, @Nullable Identity> others) {
        this.others = others;
        server = new LocalServer(loops, port, this);
    }

    /// Sets what a DID's document says from now on.
    public void put(String did, Identity identity) {
        identities.put(did, identity);
    }

    /// What the directory holds about a DID; null for nothing.
    public @Nullable Identity identity(String did) {
        Identity known = identities.get(did);
        return known == null ? others.apply(did) : known;
    }

    /// Ends a DID.
    public void tombstone(String did) {
        identities.computeIfPresent(
                did, (_, last) -> new Identity(last.handle(), last.multikey(), last.pdsEndpoint(), true));
    }

    /// Makes every request fail in this way, until it is told otherwise.
    public void outage(Outage kind) {
        outage = kind;
    }

    /// Holds back every answer for so long.
    public void delay(long millis) {
        delayMillis = millis;
    }

    /// Requests since the start.
    public long requests() {
        return requests.sum();
    }

    /// Requests for one DID since the start.
    public long requests(String did) {
        LongAdder count = requestsByDid.get(did);
        return count == null ? 0 : count.sum();
    }

    /// The directory's base address.
    public String url() {
        return "http://127.0.0.1:" + server.port();
    }

    /// The port it listens on.
    public int port() {
        return server.port();
    }

    @Override
    public Answer answer(Query query) {
        requests.increment();
        Answer.Reply reply = switch (outage) {
            case NONE -> look(query.path());
            case UNAVAILABLE -> Answer.json(503, "{\"message\":\"Service Unavailable\"}");
            case RATE_LIMITED -> Answer.json(429, "{\"message\":\"Too Many Requests\"}");
            case GIBBERISH -> Answer.json(200, "<html>");
            case HANGS -> null;
        };
        return reply == null
                ? new Answer.Silence()
                : new Answer.Reply(reply.status(), reply.contentType(), reply.body(), delayMillis);
    }

    private Answer.Reply look(String path) {
        if (path.equals("/_health")) {
            return Answer.json(200, "{\"version\":\"sim\"}");
        }
        String rest = path.substring(1);
        int slash = rest.indexOf('/');
        String did = slash < 0 ? rest : rest.substring(0, slash);
        requestsByDid.computeIfAbsent(did, _ -> new LongAdder()).increment();
        Identity identity = identity(did);
        if (identity == null) {
            return Answer.json(404, "{\"message\":\"DID not registered: " + did + "\"}");
        }
        if (slash < 0) {
            return identity.tombstoned()
                    ? Answer.json(404, "{\"message\":\"DID not available: " + did + "\"}")
                    : document(did, identity);
        }
        return rest.substring(slash).equals("/log/last")
                ? Answer.json(200, lastOperation(identity))
                : Answer.json(404, "{\"message\":\"Not Found\"}");
    }

    private static Answer.Reply document(String did, Identity identity) {
        String json = """
            {"@context":["https://www.w3.org/ns/did/v1","https://w3id.org/security/multikey/v1",\
            "https://w3id.org/security/suites/secp256k1-2019/v1"],"id":"%1$s","alsoKnownAs":["at://%2$s"],\
            "verificationMethod":[{"id":"%1$s#atproto","type":"Multikey","controller":"%1$s",\
            "publicKeyMultibase":"%3$s"}],"service":[{"id":"#atproto_pds","type":"AtprotoPersonalDataServer",\
            "serviceEndpoint":"%4$s"}]}\
            """.formatted(did, identity.handle(), identity.multikey(), identity.pdsEndpoint());
        Answer.Reply reply = Answer.json(200, json);
        return new Answer.Reply(200, DID_DOCUMENT, reply.body(), 0);
    }

    private static String lastOperation(Identity identity) {
        if (identity.tombstoned()) {
            return "{\"type\":\"plc_tombstone\",\"prev\":\"\",\"sig\":\"\"}";
        }
        return """
            {"type":"plc_operation","rotationKeys":[],"verificationMethods":{"atproto":"did:key:%s"},\
            "alsoKnownAs":["at://%s"],"services":{"atproto_pds":{"type":"AtprotoPersonalDataServer",\
            "endpoint":"%s"}},"prev":null,"sig":""}\
            """.formatted(identity.multikey(), identity.handle(), identity.pdsEndpoint());
    }

    @Override
    public void close() {
        server.close();
    }
}

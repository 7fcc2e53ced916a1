package net.atrelay.verify.identity;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import net.atrelay.atproto.crypto.DidKey;
import net.atrelay.atproto.crypto.Multikey;
import net.atrelay.atproto.crypto.ParsedKey;
import net.atrelay.atproto.host.DevMode;
import net.atrelay.atproto.host.Hostname;
import net.atrelay.atproto.syntax.Did;
import org.jspecify.annotations.Nullable;

/// What a relay takes from a DID document: the current signing key and the current PDS (protocol reference §6.1).
/// Members it does not know are passed over, missing arrays are empty. Reads bytes of strangers and never throws.
sealed interface DidDocument {
    String KEY_ID = "#atproto";
    String PDS_ID = "#atproto_pds";
    String PDS_TYPE = "AtprotoPersonalDataServer";

    /// A document of the DID.
    ///
    /// @param signingKey did:key of the first `#atproto` key; null when there is none or it is of no use
    /// @param pdsHost hostname of the first `#atproto_pds`; null when there is none or it is of no use
    record Valid(@Nullable String signingKey, @Nullable String pdsHost) implements DidDocument {}

    /// JSON, but no document of this DID, or one beyond the limits on its shape.
    record Invalid() implements DidDocument {}

    /// No JSON.
    record NotJson() implements DidDocument {}

    static DidDocument read(byte[] body, Did did, DevMode devMode) {
        return switch (JsonBody.read(body)) {
            case JsonBody.NotJson _ -> new NotJson();
            case JsonBody.OverLimit _ -> new Invalid();
            case JsonBody.Value(var node) ->
                did.value().equals(JsonBody.text(node, "id"))
                        ? new Valid(signingKey(node, did.value()), pdsHost(node, did.value(), devMode))
                        : new Invalid();
        };
    }

    /// The first entry with the right id, controller and a type of keys decides, even if its key is of no use.
    private static @Nullable String signingKey(JsonNode document, String did) {
        for (JsonNode method : entries(document, "verificationMethod")) {
            String type = JsonBody.text(method, "type");
            if (hasId(method, KEY_ID, did)
                    && did.equals(JsonBody.text(method, "controller"))
                    && type != null
                    && isKeyType(type)) {
                String multibase = JsonBody.text(method, "publicKeyMultibase");
                return multibase != null && Multikey.parse(type, multibase) instanceof ParsedKey.Usable(var key)
                        ? DidKey.format(key)
                        : null;
            }
        }
        return null;
    }

    /// The first entry with the right id and type decides. Its endpoint may be an object or an array as well; that
    /// is no PDS.
    private static @Nullable String pdsHost(JsonNode document, String did, DevMode devMode) {
        for (JsonNode service : entries(document, "service")) {
            if (hasId(service, PDS_ID, did) && PDS_TYPE.equals(JsonBody.text(service, "type"))) {
                String endpoint = JsonBody.text(service, "serviceEndpoint");
                return endpoint == null ? null : hostOf(endpoint, devMode);
            }
        }
        return null;
    }

    private static Iterable<JsonNode> entries(JsonNode document, String name) {
        JsonNode entries = document.path(name);
        return entries.isArray() ? entries : List.of();
    }

    /// Entries are named by a relative or an absolute id.
    private static boolean hasId(JsonNode entry, String fragment, String did) {
        String id = JsonBody.text(entry, "id");
        return id != null && (id.equals(fragment) || id.equals(did + fragment));
    }

    private static boolean isKeyType(String type) {
        return type.equals(Multikey.TYPE) || type.equals(Multikey.LEGACY_K256) || type.equals(Multikey.LEGACY_P256);
    }

    /// An empty path may be written as a slash, and a scheme's own port may be written out: both URLs are the same
    /// (RFC 3986 §6.2.3). Plain http is for development.
    private static @Nullable String hostOf(String endpoint, DevMode devMode) {
        String url = endpoint.endsWith("/") ? endpoint.substring(0, endpoint.length() - 1) : endpoint;
        String scheme = url.substring(0, Math.max(0, url.indexOf("://"))).toLowerCase(Locale.ROOT);
        boolean tls = scheme.equals("https");
        if (!tls && !scheme.equals("http")) {
            return null;
        }
        String bare = tls && url.endsWith(":443") ? url.substring(0, url.length() - ":443".length()) : url;
        return Hostname.parse(bare, devMode) instanceof Hostname.Ok host ? host.authority() : null;
    }
}

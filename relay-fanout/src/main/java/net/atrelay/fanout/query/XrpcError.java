package net.atrelay.fanout.query;

/// Every error that an endpoint gives, with its name on the wire and its HTTP status.
///
/// Clients match on the name; the status is for proxies, logs and generic clients (protocol reference §7.1).
/// Where the lexicon declares an error and is silent on its status, it is the deployed relays' one: 404 for
/// what is not known (protocol reference §12, 27), 403 for a repo that is known and not given; 400 for what a
/// crawl request did wrong (protocol reference §7.3). Refusals that HTTP itself asks for carry their own status
/// under a generic name.
public enum XrpcError {
    INVALID_REQUEST("InvalidRequest", 400),
    AUTHENTICATION_REQUIRED("AuthenticationRequired", 401),
    FORBIDDEN("Forbidden", 403),
    NO_SUCH_PATH("XRPCNotSupported", 404),
    METHOD_NOT_ALLOWED("InvalidRequest", 405),
    PAYLOAD_TOO_LARGE("PayloadTooLarge", 413),
    TARGET_TOO_LONG("InvalidRequest", 414),
    UNSUPPORTED_MEDIA_TYPE("UnsupportedMediaType", 415),
    EXPECTATION_FAILED("InvalidRequest", 417),
    UPGRADE_REQUIRED("InvalidRequest", 426),
    RATE_LIMIT_EXCEEDED("RateLimitExceeded", 429),
    HEADERS_TOO_LARGE("InvalidRequest", 431),
    INTERNAL_SERVER_ERROR("InternalServerError", 500),
    METHOD_NOT_IMPLEMENTED("MethodNotImplemented", 501),
    NOT_ENOUGH_RESOURCES("NotEnoughResources", 503),
    UPSTREAM_TIMEOUT("UpstreamTimeout", 504),
    VERSION_NOT_SUPPORTED("InvalidRequest", 505),

    REPO_NOT_FOUND("RepoNotFound", 404),
    REPO_TAKENDOWN("RepoTakendown", 403),
    REPO_SUSPENDED("RepoSuspended", 403),
    REPO_DEACTIVATED("RepoDeactivated", 403),
    HOST_NOT_FOUND("HostNotFound", 404),
    CONSUMER_NOT_FOUND("ConsumerNotFound", 404),

    HOST_BANNED("HostBanned", 400),
    /// A host that a crawl request names and that gives no answer.
    HOST_UNREACHABLE("HostNotFound", 400);

    private final String wireName;
    private final int status;

    XrpcError(String wireName, int status) {
        this.wireName = wireName;
        this.status = status;
    }

    /// The constant that clients know (spec: xrpc, error responses).
    public String wireName() {
        return wireName;
    }

    /// HTTP status code.
    public int status() {
        return status;
    }
}

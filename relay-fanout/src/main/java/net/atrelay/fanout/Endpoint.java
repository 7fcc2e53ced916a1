package net.atrelay.fanout;

import java.util.HashMap;
import java.util.Map;

/// What HTTP clients may ask for, each at its path; the name is a metric label.
public enum Endpoint {
    SUBSCRIBE_REPOS(Use.STREAM, "/xrpc/com.atproto.sync.subscribeRepos"),
    REQUEST_CRAWL(Use.CRAWL, "/xrpc/com.atproto.sync.requestCrawl"),
    LIST_HOSTS(Use.QUERY, "/xrpc/com.atproto.sync.listHosts"),
    GET_HOST_STATUS(Use.QUERY, "/xrpc/com.atproto.sync.getHostStatus"),
    LIST_REPOS(Use.QUERY, "/xrpc/com.atproto.sync.listRepos"),
    LIST_REPOS_BY_COLLECTION(Use.QUERY, "/xrpc/com.atproto.sync.listReposByCollection"),
    GET_REPO_STATUS(Use.QUERY, "/xrpc/com.atproto.sync.getRepoStatus"),
    GET_LATEST_COMMIT(Use.QUERY, "/xrpc/com.atproto.sync.getLatestCommit"),
    GET_REPO(Use.QUERY, "/xrpc/com.atproto.sync.getRepo"),
    HEALTH(Use.PAGE, "/xrpc/_health", "/_health"),
    BANNER(Use.PAGE, "/"),
    ROBOTS(Use.PAGE, "/robots.txt"),
    METRICS(Use.PAGE, "/metrics"),
    /// All routes of administration, which have paths and methods of their own.
    ADMIN(Use.ADMIN),
    /// All other paths.
    OTHER(Use.PAGE);

    private static final Map<String, Endpoint> BY_PATH = new HashMap<>();

    static {
        for (Endpoint endpoint : values()) {
            for (String path : endpoint.paths) {
                BY_PATH.put(path, endpoint);
            }
        }
    }

    private final Use use;
    private final String[] paths;

    Endpoint(Use use, String... paths) {
        this.use = use;
        this.paths = paths;
    }

    /// The endpoint at this path, which is compared as it came, without decoding.
    public static Endpoint at(String path) {
        return BY_PATH.getOrDefault(path, OTHER);
    }

    public Use use() {
        return use;
    }

    /// How an endpoint is used: by which methods, and under which rate; the name is a metric label.
    public enum Use {
        /// A WebSocket; never rate-limited, as some consumers dial again at once when they are told no.
        STREAM("GET, OPTIONS"),
        /// A procedure that makes the relay call others.
        CRAWL("POST, OPTIONS"),
        /// A read of the tables.
        QUERY("GET, HEAD, OPTIONS"),
        /// A read of what is at hand; never rate-limited.
        PAGE("GET, HEAD, OPTIONS"),
        /// An operator's; limited by attempts that fail.
        ADMIN("GET, HEAD, POST");

        private final String allow;

        Use(String allow) {
            this.allow = allow;
        }

        /// The methods, as the header `Allow` has them.
        public String allow() {
            return allow;
        }

        public boolean allows(String method) {
            return switch (method) {
                case "OPTIONS" -> this != ADMIN;
                case "GET" -> this != CRAWL;
                case "HEAD" -> this == QUERY || this == PAGE || this == ADMIN;
                case "POST" -> this == CRAWL || this == ADMIN;
                default -> false;
            };
        }
    }
}

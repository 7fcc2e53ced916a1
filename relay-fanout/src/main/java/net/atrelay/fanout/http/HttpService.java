package net.atrelay.fanout.http;

import net.atrelay.fanout.HttpConfig;
import net.atrelay.fanout.QueryMetrics;
import net.atrelay.fanout.query.Answer;
import net.atrelay.fanout.query.XrpcError;

/// What all connections of one listener share.
final class HttpService {
    private final HttpConfig config;
    private final QueryMetrics metrics;
    private final Site site;
    private final WorkPool pool;
    private final FaultLog faults;
    private final Responses responses;
    private final ClientAddress clientAddress;
    private final Reply busy;
    private volatile boolean stopping;

    HttpService(HttpConfig config, QueryMetrics metrics, Site site, WorkPool pool, FaultLog faults) {
        this.config = config;
        this.metrics = metrics;
        this.site = site;
        this.pool = pool;
        this.faults = faults;
        responses = new Responses(config.serverHeader(), site.headers());
        clientAddress = new ClientAddress(config.rates().trustedProxies());
        busy = Reply.of(new Answer.Refused(
                XrpcError.NOT_ENOUGH_RESOURCES,
                "too many queries wait at the moment",
                config.queries().retryAfter().toSeconds()));
    }

    HttpConfig config() {
        return config;
    }

    QueryMetrics metrics() {
        return metrics;
    }

    Site site() {
        return site;
    }

    WorkPool pool() {
        return pool;
    }

    FaultLog faults() {
        return faults;
    }

    Responses responses() {
        return responses;
    }

    ClientAddress clientAddress() {
        return clientAddress;
    }

    /// For a query that finds the queue full.
    Reply busy() {
        return busy;
    }

    /// Whether connections end with their next answer.
    boolean isStopping() {
        return stopping;
    }

    /// Any thread.
    void stop() {
        stopping = true;
    }
}

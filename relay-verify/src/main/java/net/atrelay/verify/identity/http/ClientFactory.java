package net.atrelay.verify.identity.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.Duration;
import net.atrelay.verify.VerifyMetrics;
import org.apache.hc.client5.http.HttpRequestRetryStrategy;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/// Builds guarded clients. What the library can do beside one plain request stays off: redirects, cookies,
/// credentials, proxies, settings of the machine, compression, protocol upgrades. Its checks of certificates and
/// names stay on.
///
/// @param development whether this machine may be asked on loopback
public record ClientFactory(
        HttpLimits limits,
        boolean development,
        String userAgent,
        NameLookup names,
        RequestClock clock,
        VerifyMetrics metrics) {
    private static final int DIRECTORY_RESOLVER_THREADS = 2;
    private static final long HELD_OFF_MAX = 10_000;
    private static final Duration IDLE_CHECK = Duration.ofSeconds(1);
    private static final Duration CONNECTION_LIFE = Duration.ofMinutes(5);

    /// For many servers: each request has a connection of its own. A server that says for how long it wishes to be
    /// left alone is.
    ///
    /// @param timeout longest time for a request
    public GuardedClient forStrangers(LaneLimits lane, Duration timeout) {
        AddressGuard guard = new AddressGuard(names, development, limits, limits.resolverThreads());
        HttpClientBuilder builder = builder(guard, lane, timeout)
                .setConnectionReuseStrategy((_, _, _) -> false)
                .disableAutomaticRetries();
        HoldOffs holdOffs = new HoldOffs(limits.retryAfterMax(), HELD_OFF_MAX, clock);
        return new GuardedClient(limits, guard, builder.build(), clock, metrics, holdOffs);
    }

    /// For the PLC directory: connections are kept. One that the server has closed meanwhile is no failure of the
    /// request, which is sent once more.
    ///
    /// @param timeout longest time for a request
    public GuardedClient forDirectory(LaneLimits lane, Duration timeout) {
        AddressGuard guard = new AddressGuard(names, development, limits, DIRECTORY_RESOLVER_THREADS);
        HttpClientBuilder builder = builder(guard, lane, timeout).setRetryStrategy(new OnceIfClosed());
        return new GuardedClient(limits, guard, builder.build(), clock, metrics, null);
    }

    private HttpClientBuilder builder(AddressGuard guard, LaneLimits lane, Duration timeout) {
        return HttpClientBuilder.create()
                .setConnectionManager(connections(guard, lane, timeout))
                .setDefaultRequestConfig(requests(timeout))
                .setUserAgent(userAgent)
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableConnectionState();
    }

    private static RequestConfig requests(Duration timeout) {
        return RequestConfig.custom()
                .setConnectionRequestTimeout(Timeout.of(timeout))
                .setResponseTimeout(Timeout.of(timeout))
                .setRedirectsEnabled(false)
                .setAuthenticationEnabled(false)
                .setContentCompressionEnabled(false)
                .setExpectContinueEnabled(false)
                .setProtocolUpgradeEnabled(false)
                .build();
    }

    private HttpClientConnectionManager connections(AddressGuard guard, LaneLimits lane, Duration timeout) {
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(guard)
                .setMaxConnTotal(lane.inFlightMax())
                .setMaxConnPerRoute(lane.inFlightPerTargetMax())
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(Http1Config.custom()
                                .setMaxLineLength(limits.headerLineBytesMax())
                                .setMaxHeaderCount(limits.headersMax())
                                .setMaxEmptyLineCount(1)
                                .build())
                        .build())
                .setDefaultTlsConfig(TlsConfig.custom()
                        .setHandshakeTimeout(Timeout.of(timeout))
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(limits.connectTimeout()))
                        .setSocketTimeout(Timeout.of(timeout))
                        .setValidateAfterInactivity(TimeValue.of(IDLE_CHECK))
                        .setTimeToLive(TimeValue.of(CONNECTION_LIFE))
                        .build())
                .build();
    }

    /// Sends a request again when its connection turned out to be closed before any answer.
    private static final class OnceIfClosed implements HttpRequestRetryStrategy {
        @Override
        public boolean retryRequest(HttpRequest request, IOException fault, int times, HttpContext context) {
            boolean wasClosed = fault instanceof NoHttpResponseException
                    || (fault instanceof SocketException && !(fault instanceof ConnectException));
            return times == 1 && wasClosed;
        }

        @Override
        public boolean retryRequest(HttpResponse response, int times, HttpContext context) {
            return false;
        }

        @Override
        public TimeValue getRetryInterval(HttpResponse response, int times, HttpContext context) {
            return TimeValue.ZERO_MILLISECONDS;
        }
    }
}

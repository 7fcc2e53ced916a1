package net.atrelay.verify.identity.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import net.atrelay.verify.HttpCall;
import net.atrelay.verify.HttpOutcome;
import net.atrelay.verify.VerifyMetrics;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/// An HTTP client for servers that strangers have named: addresses and ports are checked, nothing is followed,
/// remembered or unpacked, and the time for a whole request is bounded however slowly the server goes about it.
/// Blocks; meant for virtual threads.
public final class GuardedClient implements AutoCloseable {
    private static final byte[] NO_BODY = {};

    private final HttpLimits limits;
    private final AddressGuard guard;
    private final RequestClock clock;
    private final VerifyMetrics metrics;
    private final @Nullable HoldOffs holdOffs;
    private final CloseableHttpClient client;
    private final Set<HttpGet> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /// @param holdOffs null when the caller looks after the server's wishes itself
    GuardedClient(
            HttpLimits limits,
            AddressGuard guard,
            CloseableHttpClient client,
            RequestClock clock,
            VerifyMetrics metrics,
            @Nullable HoldOffs holdOffs) {
        this.limits = limits;
        this.guard = guard;
        this.client = client;
        this.clock = clock;
        this.metrics = metrics;
        this.holdOffs = holdOffs;
    }

    /// Asks once; never throws.
    ///
    /// @param accept value of the `Accept` header
    /// @param timeout for all of it: address look-up, connect, TLS, head and body
    public Fetched fetch(HttpCall call, Target target, String accept, Duration timeout) {
        long began = clock.nanos();
        Fetched fetched = isHeldOff(target) ? new Fetched.Broken(HttpOutcome.HELD_OFF) : ask(target, accept, timeout);
        HttpOutcome outcome = fetched instanceof Fetched.Broken(var fault) ? fault : HttpOutcome.ANSWERED;
        metrics.fetched(call, outcome, clock.nanos() - began);
        return fetched;
    }

    private boolean isHeldOff(Target target) {
        return holdOffs != null && holdOffs.holds(target);
    }

    private Fetched ask(Target target, String accept, Duration timeout) {
        if (!guard.allowsPort(target.hostname(), target.port())) {
            return new Fetched.Broken(HttpOutcome.ADDRESS_REFUSED);
        }
        Fetched fetched = fetchInTime(target, accept, timeout);
        if (holdOffs != null) {
            holdOffs.heard(target, fetched);
        }
        return fetched;
    }

    /// Breaks off what is under way.
    @Override
    public void close() {
        closed = true;
        underWay.forEach(HttpGet::cancel);
        client.close(CloseMode.IMMEDIATE);
        guard.close();
    }

    /// Timeouts of sockets begin anew with each byte. So the request is cancelled from outside, which closes its
    /// connection whatever stage it is in.
    private Fetched fetchInTime(Target target, String accept, Duration timeout) {
        HttpGet request = new HttpGet(target.path());
        request.setHeader(HttpHeaders.ACCEPT, accept);
        AtomicBoolean late = new AtomicBoolean();
        Runnable disarm = clock.schedule(timeout.toNanos(), () -> {
            late.set(true);
            Thread.ofVirtual().name("relay-verify-deadline").start(request::cancel);
        });
        underWay.add(request);
        try {
            return closed ? new Fetched.Broken(HttpOutcome.CLOSED) : exchange(target, request);
        } catch (IOException | IllegalStateException e) {
            return new Fetched.Broken(late.get() ? HttpOutcome.TIMEOUT : outcomeOf(e));
        } finally {
            underWay.remove(request);
            disarm.run();
        }
    }

    private Fetched exchange(Target target, HttpGet request) throws IOException {
        HttpHost server = new HttpHost(target.tls() ? "https" : "http", target.hostname(), target.port());
        ClassicHttpResponse response = client.executeOpen(server, request, HttpClientContext.create());
        boolean wanted = isBodyRead(response.getCode());
        boolean whole = false;
        try {
            byte[] body = wanted ? bodyOf(response) : NO_BODY;
            whole = wanted && body != null;
            return body == null
                    ? new Fetched.Broken(HttpOutcome.BODY_TOO_LARGE)
                    : new Fetched.Answered(
                            response.getCode(),
                            body,
                            valueOf(response, HttpHeaders.SERVER),
                            valueOf(response, HttpHeaders.RETRY_AFTER));
        } finally {
            if (!whole) {
                // Closing a response reads its body to the end, unless the connection is gone.
                request.cancel();
            }
            closeQuietly(response);
        }
    }

    private static boolean isBodyRead(int status) {
        return status == HttpStatus.SC_OK
                || status == HttpStatus.SC_BAD_REQUEST
                || status == HttpStatus.SC_NOT_FOUND
                || status == HttpStatus.SC_GONE;
    }

    /// Null when it is longer than allowed.
    private byte @Nullable [] bodyOf(ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return NO_BODY;
        }
        if (entity.getContentLength() > limits.bodyBytesMax()) {
            return null;
        }
        byte[] body = entity.getContent().readNBytes(limits.bodyBytesMax() + 1);
        return body.length > limits.bodyBytesMax() ? null : body;
    }

    private static @Nullable String valueOf(ClassicHttpResponse response, String name) {
        Header header = response.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    private HttpOutcome outcomeOf(Exception fault) {
        if (closed) {
            return HttpOutcome.CLOSED;
        }
        return switch (fault) {
            case NameFault name -> name.outcome();
            case SSLException _ -> HttpOutcome.TLS;
            case InterruptedIOException _ -> HttpOutcome.TIMEOUT;
            case NoHttpResponseException _ -> HttpOutcome.CONNECTION;
            case MessageConstraintException _ -> HttpOutcome.RESPONSE_INVALID;
            default ->
                fault.getCause() instanceof HttpException ? HttpOutcome.RESPONSE_INVALID : HttpOutcome.CONNECTION;
        };
    }

    @SuppressWarnings("EmptyCatch") // what matters of the response has been read
    private static void closeQuietly(ClassicHttpResponse response) {
        try {
            response.close();
        } catch (IOException _) {
        }
    }
}

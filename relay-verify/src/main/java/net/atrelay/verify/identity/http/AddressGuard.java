package net.atrelay.verify.identity.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import net.atrelay.atproto.host.PublicAddress;
import net.atrelay.verify.HttpOutcome;
import org.apache.hc.client5.http.DnsResolver;

/// Gives a connection the addresses of a name that it may go to. The client asks once for each connect and uses what
/// it is given, so a name cannot be bent between check and use (protocol reference §7.5; R-149).
///
/// Look-ups run on platform threads of its own, and the asker waits for a bounded time: the system's resolver holds
/// its thread, and a name server that does not answer must not hold the carrier of all virtual threads.
public final class AddressGuard implements DnsResolver, AutoCloseable {
    private static final int QUEUED_PER_THREAD = 16;
    private static final long IDLE_SECONDS = 30;

    private final NameLookup names;
    private final boolean development;
    private final int addressesMax;
    private final long timeoutNanos;
    private final ThreadPoolExecutor threads;

    /// @param threads look-ups at the same time
    AddressGuard(NameLookup names, boolean development, HttpLimits limits, int threads) {
        this.names = names;
        this.development = development;
        this.addressesMax = limits.addressesMax();
        this.timeoutNanos = limits.nameTimeout().toNanos();
        this.threads = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(threads * QUEUED_PER_THREAD),
                Thread.ofPlatform().daemon().name("relay-verify-dns-", 0).factory());
        this.threads.allowCoreThreadTimeOut(true);
    }

    /// Whether the name stands for this machine; only in development is it spoken to, and then only it on loopback.
    public static boolean isThisMachine(String name) {
        return name.equals("localhost") || name.equals("127.0.0.1");
    }

    boolean allowsPort(String name, int port) {
        return PublicAddress.isAllowedPort(port) || (development && isThisMachine(name));
    }

    @Override
    public InetAddress[] resolve(String name) throws UnknownHostException {
        Predicate<InetAddress> allowed =
                development && isThisMachine(name) ? InetAddress::isLoopbackAddress : PublicAddress::isPublic;
        InetAddress[] addresses =
                lookUp(name).stream().filter(allowed).limit(addressesMax).toArray(InetAddress[]::new);
        if (addresses.length == 0) {
            throw new NameFault(HttpOutcome.ADDRESS_REFUSED, name);
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String name) {
        return name;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private List<InetAddress> lookUp(String name) throws NameFault {
        Future<List<InetAddress>> found;
        try {
            found = threads.submit(() -> names.lookUp(name));
        } catch (RejectedExecutionException _) {
            throw new NameFault(HttpOutcome.NAME_UNKNOWN, name);
        }
        try {
            return found.get(timeoutNanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException _) {
            found.cancel(false);
            throw new NameFault(HttpOutcome.NAME_UNKNOWN, name);
        } catch (InterruptedException _) {
            found.cancel(false);
            Thread.currentThread().interrupt();
            throw new NameFault(HttpOutcome.CLOSED, name);
        }
    }
}

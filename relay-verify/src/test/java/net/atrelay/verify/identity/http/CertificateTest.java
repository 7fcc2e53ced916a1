package net.atrelay.verify.identity.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import net.atrelay.verify.HttpCall;
import net.atrelay.verify.HttpOutcome;
import net.atrelay.verify.VerifyMetrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// TLS counts only with a certificate that the machine trusts, for the name that was asked for.
class CertificateTest {
    private static final String TRUST_STORE = "javax.net.ssl.trustStore";
    private static final String TRUST_STORE_PASSWORD = "javax.net.ssl.trustStorePassword";
    private static final String PASSWORD = "changeit";
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    static Path folder;

    private static Path keys;

    @BeforeAll
    static void makeKeysOnce() throws IOException, InterruptedException {
        keys = makeKeys();
    }

    @AfterEach
    void trustAsBefore() {
        System.clearProperty(TRUST_STORE);
        System.clearProperty(TRUST_STORE_PASSWORD);
    }

    @Test
    void aTrustedCertificateForTheNameIsTaken() throws Exception {
        trust(keys);
        assertEquals(
                200,
                assertInstanceOf(Fetched.Answered.class, fetched("localhost")).status());
    }

    @Test
    void aTrustedCertificateForAnotherNameIsRefused() throws Exception {
        trust(keys);
        assertEquals(new Fetched.Broken(HttpOutcome.TLS), fetched("127.0.0.1"));
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused() throws Exception {
        assertEquals(new Fetched.Broken(HttpOutcome.TLS), fetched("localhost"));
    }

    private static void trust(Path store) {
        System.setProperty(TRUST_STORE, store.toString());
        System.setProperty(TRUST_STORE_PASSWORD, PASSWORD);
    }

    private static Fetched fetched(String name) throws IOException, GeneralSecurityException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context(keys)));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        ClientFactory clients = new ClientFactory(
                HttpLimits.DEFAULTS,
                true,
                "test (atproto-relay)",
                NameLookup.SYSTEM,
                new ManualClock(),
                new VerifyMetrics(new SimpleMeterRegistry()));
        try (GuardedClient client = clients.forStrangers(new LaneLimits(1, 1, 1, 1), LONG)) {
            int port = server.getAddress().getPort();
            return client.fetch(HttpCall.WEB, new Target(true, name, port, "/"), "x", LONG);
        } finally {
            server.stop(0);
        }
    }

    private static SSLContext context(Path store) throws IOException, GeneralSecurityException {
        KeyStore loaded = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            loaded.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(loaded, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    /// A key with a certificate of its own making for `localhost`, by the JDK's tool; the file serves as trust store
    /// too.
    private static Path makeKeys() throws IOException, InterruptedException {
        Path made = folder.resolve("keys.p12");
        Process tool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        made.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertTrue(tool.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, tool.exitValue(), Files.readString(folder.resolve("keytool.log")));
        return made;
    }
}

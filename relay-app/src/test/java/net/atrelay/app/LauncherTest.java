package net.atrelay.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The script `relay`, in a checkout whose path has a space, with a Java and a Maven that only say what they are
/// asked.
class LauncherTest {
    private static final Path SCRIPT = Path.of("../relay");
    private static final List<String> TOOLS =
            List.of("bash", "dirname", "env", "find", "flock", "mkdir", "mv", "readlink", "sed", "touch");

    @TempDir
    private Path directory;

    private Path checkout = Path.of("");
    private Path tools = Path.of("");
    private Path java = Path.of("");

    private record Ended(int exitCode, List<String> out, List<String> err) {}

    @BeforeEach
    void makeCheckout() throws IOException {
        checkout = Files.createDirectories(directory.resolve("my checkout"));
        Files.createDirectories(checkout.resolve("relay-app/src/main"));
        Files.createFile(checkout.resolve("pom.xml"));
        Files.createFile(checkout.resolve("relay-app/pom.xml"));
        Files.copy(SCRIPT, checkout.resolve("relay"));
        Files.setPosixFilePermissions(checkout.resolve("relay"), PosixFilePermissions.fromString("rwxr-xr-x"));
        java = makeJava("25.0.3");
        tools = Files.createDirectories(directory.resolve("tools"));
        for (String tool : TOOLS) {
            makeScript(tools.resolve(tool), "exec /usr/bin/" + tool + " \"$@\"");
        }
    }

    @Test
    void theFirstRunBuildsAndTheSecondDoesNot() throws IOException, InterruptedException {
        makeMaven(0);
        Ended first = run("config", "two words");
        assertEquals(0, first.exitCode(), first.toString());
        assertEquals(
                "relay: building (first run, about 2 minutes, more while libraries are downloaded)…",
                first.err().getFirst());
        assertEquals(
                "maven -B -q -Dstyle.color=never -Dmaven.test.skip=true package",
                first.err().get(1));
        assertEquals(
                "-cp " + checkout.resolve("relay-app/target/relay-app-1.jar")
                        + " net.atrelay.app.RelayCommand config two words",
                first.out().getFirst().substring(first.out().getFirst().indexOf("-cp ")));
        assertEquals(List.of(), run("config").err());
    }

    @Test
    void aChangedSourceIsBuiltAgain() throws IOException, InterruptedException {
        makeMaven(0);
        run("config");
        Path source = Files.createFile(checkout.resolve("relay-app/src/main/Changed.java"));
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(10)));
        assertEquals("relay: sources changed, building…", run("config").err().getFirst());
    }

    @Test
    void aFailedBuildIsToldAndTriedAgain() throws IOException, InterruptedException {
        makeMaven(1);
        for (int i = 0; i < 2; i++) {
            Ended ended = run("config");
            assertEquals(69, ended.exitCode());
            assertEquals(
                    "relay: the build failed; its errors are above", ended.err().getLast());
        }
    }

    @Test
    void aMissingMavenIsOneLine() throws IOException, InterruptedException {
        Ended ended = run("config");
        assertEquals(69, ended.exitCode());
        assertEquals(1, ended.err().size(), ended.toString());
        assertTrue(ended.err().getFirst().startsWith("relay: not built yet and Maven is missing"), ended.toString());
    }

    @Test
    void anOldJavaIsOneLine() throws IOException, InterruptedException {
        java = makeJava("17.0.9");
        Ended ended = run("config");
        assertEquals(69, ended.exitCode());
        assertEquals(
                List.of("relay: RELAY_JAVA_HOME: " + java + " (expected: a folder with Java 25 or newer)"),
                ended.err());
    }

    @Test
    void aLinkFromElsewhereFindsTheCheckout() throws IOException, InterruptedException {
        makeMaven(0);
        Path link = Files.createSymbolicLink(directory.resolve("link"), checkout.resolve("relay"));
        Ended ended = run(link, directory, "version");
        assertEquals(0, ended.exitCode(), ended.toString());
        assertTrue(ended.out().getFirst().contains("-cp " + checkout), ended.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "bench", "cluster-bench", "load", "hostile", "prove", "--help", "-h"})
    void theSimulatedNetworkComesAlong(String command) throws IOException, InterruptedException {
        makeMaven(0);
        run("version");
        Path jar =
                Files.createDirectories(checkout.resolve("load-tests/target")).resolve("load-tests-1.jar");
        Files.createFile(jar);
        assertTrue(run(command).out().getFirst().contains("relay-app-1.jar:" + jar + " "));
        assertTrue(!run("run").out().getFirst().contains("load-tests"));
    }

    @Test
    void optionsForJavaComeLastAndAreWords() throws IOException, InterruptedException {
        makeMaven(0);
        run("version");
        String words = start(checkout.resolve("relay"), directory, Map.of("RELAY_JAVA_OPTS", "-Xmx4g -Dx=*"), "version")
                .out()
                .getFirst();
        assertTrue(words.contains("-XX:+ExitOnOutOfMemoryError -Xmx4g -Dx=* -cp "), words);
    }

    private Path makeJava(String version) throws IOException {
        Path home = Files.createDirectories(directory.resolve("java " + version));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        makeScript(home.resolve("bin/java"), "echo \"$*\"");
        return home;
    }

    private void makeMaven(int exitCode) throws IOException {
        String jar = "relay-app/target/relay-app-1.jar";
        makeScript(
                tools.resolve("mvn"),
                "echo \"maven $*\"; [ " + exitCode + " = 0 ] && mkdir -p relay-app/target && touch " + jar);
    }

    private static void makeScript(Path path, String body) throws IOException {
        Files.createDirectories(path.resolveSibling(""));
        Files.writeString(path, "#!/bin/bash\n" + body + "\n");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Ended run(String... args) throws IOException, InterruptedException {
        return run(checkout.resolve("relay"), checkout, args);
    }

    private Ended run(Path script, Path from, String... args) throws IOException, InterruptedException {
        return start(script, from, Map.of(), args);
    }

    private Ended start(Path script, Path from, Map<String, String> variables, String... args)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(args));
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(from.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", tools.toString());
        builder.environment().put("RELAY_JAVA_HOME", java.toString());
        builder.environment().putAll(variables);
        Process process = builder.start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the script does not end");
        }
        return new Ended(process.exitValue(), Files.readAllLines(out), Files.readAllLines(err));
    }
}

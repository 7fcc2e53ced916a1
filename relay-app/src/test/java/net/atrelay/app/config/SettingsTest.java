package net.atrelay.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    @Test
    void nothingSetGivesTheDefaults() {
        assertEquals(RelayConfig.defaults(), Keys.read(Map.of()));
    }

    @Test
    void everyKeyOfTheRelayItselfReachesItsComponent() {
        RelayConfig config = Keys.read(Map.of(
                "RELAY_DATA", "/srv/relay",
                "RELAY_LISTEN", "[::1]:1",
                "RELAY_OPERATOR_LISTEN", "localhost:0",
                "RELAY_DEVELOPMENT", "true",
                "RELAY_LOG_LEVEL", "warn",
                "RELAY_LOG_FORMAT", "json"));
        assertEquals(Path.of("/srv/relay"), config.data());
        assertEquals(
                new InetSocketAddress(InetAddress.ofLiteral("::1"), 1),
                config.http().publicAddress());
        assertEquals(
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0),
                config.http().operatorAddress());
        assertTrue(config.development());
        assertEquals(LogLevel.WARN, config.logLevel());
        assertEquals(LogFormat.JSON, config.logFormat());
    }

    @ParameterizedTest
    @CsvSource({
        "DATA, ''",
        "LISTEN, 2470",
        "LISTEN, :2470",
        "LISTEN, 127.0.0.1:65536",
        "LISTEN, ::1:2470",
        "LISTEN, [localhost]:2470",
        "OPERATOR_LISTEN, 127.0.0.1:",
        "OPERATOR_LISTEN, a/b:1",
        "DEVELOPMENT, on",
        "LOG_LEVEL, INFO",
        "LOG_LEVEL, trace",
        "LOG_FORMAT, xml"
    })
    void aBadValueIsRefused(String key, String value) {
        Keys.assertRefused("RELAY_" + key, value);
    }

    @Test
    void allProblemsAreToldAtOnce() {
        assertEquals(
                List.of(
                        "RELAY_STOER_SEQ_BASE: no such setting (nearest: RELAY_STORE_SEQ_BASE)",
                        "RELAY_DEVELOPMENT: maybe (expected: true or false)",
                        "RELAY_STORE_BATCH_EVENTS_MAX: 0 (expected: whole number, 1 to 1000000)",
                        "RELAY_LISTEN: here (expected: ADDRESS:PORT, like 127.0.0.1:2470)"),
                Keys.problems(Map.of(
                        "RELAY_STOER_SEQ_BASE", "5",
                        "RELAY_LISTEN", "here",
                        "RELAY_DEVELOPMENT", "maybe",
                        "RELAY_STORE_BATCH_EVENTS_MAX", "0")));
    }

    @Test
    void variablesOfOthersAreLeftAlone() {
        Map<String, String> others =
                Map.of("PATH", "/bin", "RELAYED", "1", "RELAY_JAVA_HOME", "/opt/jdk", "RELAY_JAVA_OPTS", "-Xmx4g");
        assertEquals(RelayConfig.defaults(), Keys.read(others));
    }

    @Test
    void anOptionStandsBeforeTheVariable() {
        Map<String, String> variables = Map.of("RELAY_DATA", "there", "RELAY_LISTEN", "nonsense");
        Map<String, Setting> options = Map.of(
                "RELAY_DATA", new Setting("--data", "here"), "RELAY_LISTEN", new Setting("--listen", "127.0.0.1:1"));
        RelayConfig config = Settings.ALL.read(variables, options);
        assertEquals(Path.of("here"), config.data());
        assertEquals(1, config.http().publicAddress().getPort());
    }

    @Test
    void aLongOrManyLinedValueIsShownInOneBoundedLine() {
        String problem = Keys.problems(Map.of("RELAY_LISTEN", "a\nb" + "c".repeat(1_000)))
                .getFirst();
        assertTrue(problem.startsWith("RELAY_LISTEN: a?bccc"), problem);
        assertTrue(problem.length() < 250, problem);
        assertEquals(-1, problem.indexOf('\n'));
    }
}

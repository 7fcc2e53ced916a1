package net.atrelay.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelayCommandTest {
    private final Terminal terminal = new Terminal();

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", ""})
    void helpListsAllCommandsThoseOfOtherJarsAmongThem(String args) {
        assertEquals(0, run(args.isEmpty() ? new String[0] : new String[] {args}));
        for (String command : List.of("config", "version", "greet")) {
            assertTrue(terminal.out().lines().anyMatch(line -> line.strip().startsWith(command)), terminal.out());
        }
    }

    @Test
    void everyCommandHasHelp() {
        for (String command : RelayCommand.commandLine().getSubcommands().keySet()) {
            assertEquals(0, run(command, "--help"));
            assertTrue(terminal.out().contains("Usage: relay " + command), terminal.out());
        }
    }

    @Test
    void theVersionIsToldByCommandAndByOption() {
        assertEquals(0, run("version"));
        assertEquals(0, run("--version"));
        assertEquals(
                2,
                terminal.out()
                        .lines()
                        .filter(line -> line.startsWith("relay dev (Java "))
                        .count());
    }

    @Test
    void theReferenceOfSettingsHasTwoForms() {
        assertEquals(0, run("config"));
        assertTrue(terminal.out().contains("RELAY_DATA = data"));
        assertEquals(0, run("config", "--markdown"));
        assertTrue(terminal.out().contains("| `RELAY_DATA` | `data` |"));
    }

    @Test
    void anUnknownOptionIsOneLine() {
        assertEquals(ExitCode.USAGE, run("config", "--markdwn"));
        assertEquals(
                List.of("relay: Unknown option: '--markdwn'; nearest: --markdown (see relay config --help)"),
                terminal.errors());
    }

    @Test
    void anUnknownCommandIsOneLine() {
        assertEquals(ExitCode.USAGE, run("cofnig"));
        assertEquals(1, terminal.errors().size(), terminal.errors().toString());
    }

    @Test
    void aCommandOfAnotherJarDecidesTheExitCode() {
        assertEquals(17, run("greet", "17"));
    }

    @Test
    void aFaultIsOneLineWithoutAStack() {
        assertEquals(ExitCode.FAULT, run("greet", "-1"));
        assertEquals(List.of("relay: a fault: java.lang.IllegalStateException: no greeting"), terminal.errors());
    }

    private int run(String... args) {
        return terminal.run(RelayCommand.commandLine(), args);
    }
}

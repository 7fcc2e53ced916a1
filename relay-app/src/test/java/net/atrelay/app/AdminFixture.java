package net.atrelay.app;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import net.atrelay.app.config.RelayConfig;

/// Relays with operators, on free ports; no host of theirs is ever reached.
final class AdminFixture {
    /// May do all.
    static final String CONSOLE = "the-password-of-console";
    /// May only read.
    static final String WATCH = "the-password-of-watch";
    /// A host that is let through and does not answer.
    static final String HOST = "localhost:1";

    private static final String TOKENS = "console all " + CONSOLE + " | watch read " + WATCH;

    final List<String> faults = new CopyOnWriteArrayList<>();
    private final Path data;

    AdminFixture(Path data) {
        this.data = data;
    }

    EmbeddedRelay start() {
        return start(Map.of());
    }

    EmbeddedRelay start(Map<String, String> more) {
        Map<String, String> variables = new HashMap<>(Map.of(
                "RELAY_DATA", data.toString(),
                "RELAY_LISTEN", "127.0.0.1:0",
                "RELAY_OPERATOR_LISTEN", "127.0.0.1:0",
                "RELAY_DEVELOPMENT", "true",
                "RELAY_ADMIN_TOKENS", TOKENS));
        variables.putAll(more);
        return EmbeddedRelay.start(RelayConfig.of(variables), (what, cause) -> faults.add(what + ": " + cause));
    }

    static Operator console(EmbeddedRelay relay) {
        return Operator.of(relay, CONSOLE);
    }

    /// A DID of a letter that is repeated.
    static String did(char letter) {
        return "did:plc:" + String.valueOf(letter).repeat(24);
    }
}

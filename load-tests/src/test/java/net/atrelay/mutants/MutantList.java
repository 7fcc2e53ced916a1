package net.atrelay.mutants;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// All mutants, from the files `mutants/MODULE.txt` (docs/mutants.md tells their form).
final class MutantList {
    private static final List<String> MODULES =
            List.of("relay-atproto", "relay-store", "relay-verify", "relay-ingest", "relay-fanout");
    private static final int LINES = 6;

    private MutantList() {}

    static List<Mutant> all() throws IOException {
        List<Mutant> all = new ArrayList<>();
        for (String module : MODULES) {
            all.addAll(of(module));
        }
        return all;
    }

    private static List<Mutant> of(String module) throws IOException {
        List<Mutant> mutants = new ArrayList<>();
        for (String entry : text(module).split("\n\n", -1)) {
            if (!entry.startsWith("#")) {
                mutants.add(mutant(module, entry.strip()));
            }
        }
        return mutants;
    }

    private static Mutant mutant(String module, String entry) {
        String[] lines = entry.split("\n", -1);
        if (lines.length != LINES) {
            throw new IllegalArgumentException(
                    module + ": " + lines[0] + ": lines: " + lines.length + " (expected: 6)");
        }
        return new Mutant(
                module,
                lines[0],
                lines[1].strip(),
                behind("in ", lines[2]),
                Mutant.testsOf(behind("kills ", lines[3])),
                behind("- ", lines[4]),
                behind("+ ", lines[5]));
    }

    private static String behind(String mark, String line) {
        String text = line.strip();
        if (!text.startsWith(mark)) {
            throw new IllegalArgumentException("line: " + text + " (expected: begins with " + mark.strip() + ")");
        }
        return text.substring(mark.length()).strip();
    }

    private static String text(String module) throws IOException {
        String name = "/mutants/" + module + ".txt";
        try (InputStream in = MutantList.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + ": missing (expected: the mutants of the module)");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

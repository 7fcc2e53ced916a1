package net.atrelay.load;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The data directory that a run begins with: filled for it, or copied from one that was filled before.
///
/// @param kept where the population is kept for other runs, beside a note of what it is; null for nowhere
record SeededData(Realm realm, Path data, @Nullable Path kept, Consumer<String> progress) {
    private static final String NOTE = "population";
    private static final String DATA = "data";
    private static final double NANOS = 1e9;

    /// Returns how many seconds it took to write the population; 0 when it was there.
    double prepare(List<String> hostnames) throws IOException {
        if (kept == null) {
            return fill(data, hostnames);
        }
        double seconds = isKept(kept, hostnames) ? 0 : keep(kept, hostnames);
        progress.accept("copying the population");
        copy(kept.resolve(DATA), data);
        return seconds;
    }

    private double keep(Path where, List<String> hostnames) throws IOException {
        Files.createDirectories(where);
        double seconds = fill(where.resolve(DATA), hostnames);
        Files.write(where.resolve(NOTE), note(hostnames));
        return seconds;
    }

    private boolean isKept(Path where, List<String> hostnames) throws IOException {
        if (!Files.exists(where.resolve(NOTE))) {
            if (Files.exists(where.resolve(DATA))) {
                throw new IllegalArgumentException(where + " (expected: a whole population, or nothing yet)");
            }
            return false;
        }
        if (!Files.readAllLines(where.resolve(NOTE)).equals(note(hostnames))) {
            throw new IllegalArgumentException(where + " (expected: the same population as this run's)");
        }
        return true;
    }

    private List<String> note(List<String> hostnames) {
        List<String> note = new ArrayList<>(realm.words());
        note.addAll(hostnames);
        return note;
    }

    private double fill(Path where, List<String> hostnames) {
        progress.accept("writing " + realm.accounts() + " accounts");
        long began = System.nanoTime();
        new Seeding(new Population(realm, hostnames)).fill(where, written -> progress.accept(written + " accounts"));
        double seconds = (System.nanoTime() - began) / NANOS;
        progress.accept(String.format(
                Locale.ROOT,
                "written in %.0f s, %,.0f accounts/s",
                seconds,
                realm.accounts() / Math.max(1e-3, seconds)));
        return seconds;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> inside = Files.walk(from)) {
            for (Path each : inside.toList()) {
                Files.copy(each, to.resolve(from.relativize(each).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /// Bytes of all files in a directory that is written to.
    static long bytes(Path directory) {
        File[] inside = directory.toFile().listFiles();
        long bytes = 0;
        for (File each : inside == null ? new File[0] : inside) {
            // A file that is removed meanwhile has no length.
            bytes += each.isDirectory() ? bytes(each.toPath()) : each.length();
        }
        return bytes;
    }
}

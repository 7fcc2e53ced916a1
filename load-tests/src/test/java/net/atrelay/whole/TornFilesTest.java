package net.atrelay.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.atrelay.process.RelayProcess;
import net.atrelay.process.Until;
import net.atrelay.store.StoreOpenException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The relay is killed and then each file of its data loses its end: what was not acknowledged when it was torn off is
/// read from the hosts anew, and where more is missing the relay says so in one line instead of giving seqs twice.
class TornFilesTest {
    private static final int POSTS_ACKNOWLEDGED = 30;
    private static final int POSTS_AFTER = 20;
    private static final int TRIALS = 3;
    /// What RocksDB writes and never needs.
    private static final Set<String> HARMLESS = Set.of("db/IDENTITY", "db/LOG", "db/OPTIONS");

    private final long seed = Seed.of(TornFilesTest.class);
    private final Random random = new Random(seed);

    @TempDir
    private Path directory;

    private int trials;

    /// A relay's data after a kill.
    ///
    /// @param acknowledged what a consumer had seen some time before it
    /// @param lengths of the files at that time
    private record Remains(Path data, List<Witness.Seen> acknowledged, Map<String, Long> lengths) {
        /// How long a file was when all that it held was acknowledged.
        long acknowledgedLength(String file) {
            return lengths.getOrDefault(file, 0L);
        }
    }

    @Test
    void allThatWasAcknowledgedIsServedOrMissedInOneLine() throws IOException {
        try (World world = new World(seed, 2, 20)) {
            Remains remains = killed(world);
            Map<String, Long> files = DataFiles.lengths(remains.data());
            String newestLog = DataFiles.newest(files, ".log");
            String manifest = DataFiles.manifest(files);
            assertTrue(
                    files.getOrDefault(newestLog, 0L) > remains.acknowledgedLength(newestLog),
                    "nothing to tear: " + files);
            for (int i = 0; i < TRIALS; i++) {
                tearTail(world, remains, newestLog);
                damage(world, remains, manifest, remains.acknowledgedLength(manifest));
            }
            for (String file : files.keySet()) {
                if (files.getOrDefault(file, 0L) > 0 && !file.endsWith(".log")) {
                    damage(world, remains, file, 0);
                }
            }
            assertTrue(trials > 2 * TRIALS, "files were torn");
        }
    }

    private Remains killed(World world) {
        try (RelayProcess relay = Relays.process(directory, settings(world))) {
            relay.start();
            world.awaitListener();
            Remains remains = acknowledged(world, relay);
            String newestLog = DataFiles.newest(remains.lengths(), ".log");
            posts(world, POSTS_AFTER);
            Until.holds("more is written", () -> hasGrown(relay.data(), newestLog, remains));
            relay.kill();
            return remains;
        }
    }

    private static Remains acknowledged(World world, RelayProcess relay) {
        try (Witness all = new Witness(world, relay.uri(), 0L)) {
            posts(world, POSTS_ACKNOWLEDGED);
            all.awaitDue();
            return new Remains(relay.data(), all.seen(), DataFiles.lengths(relay.data()));
        }
    }

    private static void posts(World world, int each) {
        for (int i = 0; i < each; i++) {
            world.everybodyPosts();
        }
    }

    private static boolean hasGrown(Path data, String log, Remains remains) {
        Map<String, Long> now = DataFiles.lengths(data);
        return !DataFiles.newest(now, ".log").equals(log)
                || now.getOrDefault(log, 0L) > remains.acknowledgedLength(log);
    }

    /// Cuts behind what was acknowledged, as a power cut may.
    private void tearTail(World world, Remains remains, String file) throws IOException {
        long from = remains.acknowledgedLength(file);
        long length = remains.data().resolve(file).toFile().length();
        Path torn = torn(remains, file, from + (long) (random.nextDouble() * (length - from)));
        assertServes(world, remains, torn, file);
    }

    /// Cuts what the database had synced, as only a broken disk or an operator does. The list of files is always synced
    /// before files that it no longer names are deleted, so all of it is.
    private void damage(World world, Remains remains, String file, long from) throws IOException {
        long length = remains.data().resolve(file).toFile().length();
        Path torn = torn(remains, file, from + (long) (random.nextDouble() * (length - from)));
        try {
            assertServes(world, remains, torn, file);
        } catch (StoreOpenException refusal) {
            String line = String.valueOf(refusal.getMessage());
            assertTrue(line.contains(torn.toString()), line);
            assertEquals(1, line.lines().count(), line);
            assertFalse(HARMLESS.stream().anyMatch(file::startsWith), line);
        }
    }

    private Path torn(Remains remains, String file, long length) throws IOException {
        Path copy = directory.resolve("torn-" + trials++);
        DataFiles.copy(remains.data(), copy);
        try (RandomAccessFile torn = new RandomAccessFile(copy.resolve(file).toFile(), "rw")) {
            torn.setLength(length);
        }
        return copy;
    }

    private void assertServes(World world, Remains remains, Path data, String file) {
        String label = "seed " + seed + " " + file + " of " + data;
        int acknowledged = remains.acknowledged().size();
        try (RelayHere relay = new RelayHere(data, settings(world));
                Witness witness = new Witness(world, relay.uri(), 0L)) {
            Until.holds(label, () -> witness.frames() >= acknowledged);
            assertEquals(remains.acknowledged(), witness.seen().subList(0, acknowledged), label);
            witness.awaitDue();
            assertTrue(witness.report().isClean(), () -> label + ": " + witness.report());
        }
    }

    /// Small buffers: there are files of every kind.
    private static Map<String, String> settings(World world) {
        Map<String, String> settings = world.settings();
        settings.put("RELAY_STORE_WRITE_BUFFERS_BYTES_MAX", "1MiB");
        return settings;
    }
}

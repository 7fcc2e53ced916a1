package net.atrelay.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import net.atrelay.process.Until;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/// A cluster on the Kafka that Apache publishes as an image, of the version of our clients. Needs Docker.
class DockerKafkaIT {
    private static final DockerImageName IMAGE = DockerImageName.parse("apache/kafka:4.4.0");

    private final long seed = Seed.of(DockerKafkaIT.class);

    @TempDir
    private Path directory;

    @Test
    void everyFanoutNodeServesTheSameStreamAndItIsWhole() throws InterruptedException {
        KafkaContainer kafka = new KafkaContainer(IMAGE);
        kafka.start();
        Cluster.makeTopics(Cluster.brokerSettings(kafka.getBootstrapServers(), 1, "topics"));
        try (World world = new World(seed, 2, 12);
                Cluster cluster = Cluster.start(
                        directory,
                        world,
                        node -> Cluster.brokerSettings(kafka.getBootstrapServers(), 1, node),
                        kafka::stop);
                Witness one = new Witness(world, cluster.fanout("f1"), 0L);
                Witness other = new Witness(world, cluster.fanout("f2"), 0L)) {
            world.awaitListener();
            world.everybodyPosts();
            one.assertClean("seed " + seed);
            Until.holds("both nodes are as far", () -> other.lastSeq() == one.lastSeq());
            assertEquals(one.seen(), other.seen());
        }
    }
}

package net.atrelay.store.kafka.broker;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/// The process of one broker: formats its data folder when it is new, then runs Kafka until it is told to end. It also
/// ends when standard input does, which is when the process that started it is gone, however that went.
public final class BrokerMain {
    private BrokerMain() {}

    /// @param args the file of properties
    public static void main(String[] args) throws Exception {
        Thread.ofPlatform().daemon().name("broker-parent-watch").start(BrokerMain::endWithParent);
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(args[0]))) {
            properties.load(reader);
        }
        format(properties);
        run(properties);
    }

    private static void run(Properties properties) {
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(server::shutdown));
        server.startup();
        server.awaitShutdown();
    }

    private static void format(Properties properties) throws Exception {
        String folder = properties.getProperty("log.dirs");
        new Formatter()
                .setPrintStream(System.out)
                .setNodeId(Integer.parseInt(properties.getProperty("node.id")))
                .setClusterId(properties.getProperty(BrokerProcess.CLUSTER_ID))
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setControllerListenerName(properties.getProperty("controller.listener.names"))
                .setMetadataLogDirectory(folder)
                .addDirectory(folder)
                .setHasDynamicQuorum(false)
                .setIgnoreFormatted(true)
                .run();
    }

    private static void endWithParent() {
        try (InputStream parent = System.in) {
            while (parent.read() >= 0) {
                // Nothing is ever said.
            }
        } catch (IOException e) {
            System.err.println("broker: standard input failed: " + e);
        }
        Runtime.getRuntime().halt(0);
    }
}

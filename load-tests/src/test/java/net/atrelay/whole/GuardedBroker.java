package net.atrelay.whole;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.atrelay.process.Child;
import net.atrelay.store.kafka.broker.Brokers;

/// One broker that is spoken to by TLS alone, with a certificate of its own making, and that wants a name and a
/// password (SASL/PLAIN).
record GuardedBroker(Path folder) {
    private static final String KEYS_PASSWORD = "the-password-of-keys";
    private static final String NAME = "relay";
    private static final String PASSWORD = "the-password-of-relay";
    private static final String LOGIN =
            "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\"%s;";

    Brokers start() {
        Path keys = makeKeys();
        Map<String, String> properties = new HashMap<>(trusted(keys));
        properties.putAll(Map.of(
                "listener.security.protocol.map",
                "BROKER:SASL_SSL,CONTROLLER:PLAINTEXT",
                "ssl.keystore.type",
                "PKCS12",
                "ssl.keystore.location",
                keys.toString(),
                "ssl.keystore.password",
                KEYS_PASSWORD,
                "ssl.key.password",
                KEYS_PASSWORD,
                "sasl.enabled.mechanisms",
                "PLAIN",
                "sasl.mechanism.inter.broker.protocol",
                "PLAIN",
                "listener.name.broker.plain.sasl.jaas.config",
                LOGIN.formatted(NAME, PASSWORD, " user_%s=\"%s\"".formatted(NAME, PASSWORD))));
        return Brokers.start(folder.resolve("brokers"), 1, properties, client(keys, PASSWORD));
    }

    /// A file for clients that the broker lets in.
    Path clientFile() {
        return write("client.properties", client(keys(), PASSWORD));
    }

    /// A file for clients with another password.
    Path strangersFile() {
        return write("stranger.properties", client(keys(), "another"));
    }

    private static Map<String, String> client(Path keys, String password) {
        Map<String, String> properties = new HashMap<>(trusted(keys));
        properties.put("security.protocol", "SASL_SSL");
        properties.put("sasl.mechanism", "PLAIN");
        properties.put("sasl.jaas.config", LOGIN.formatted(NAME, password, ""));
        return properties;
    }

    private static Map<String, String> trusted(Path keys) {
        return Map.of(
                "ssl.truststore.type",
                "PKCS12",
                "ssl.truststore.location",
                keys.toString(),
                "ssl.truststore.password",
                KEYS_PASSWORD);
    }

    private Path write(String name, Map<String, String> properties) {
        List<String> lines = new ArrayList<>();
        properties.forEach((key, value) -> lines.add(key + "=" + value));
        try {
            return Files.write(folder.resolve(name), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path keys() {
        return folder.resolve("keys.p12");
    }

    /// A key with a certificate of its own making, by the JDK's tool; the file serves as trust store, too.
    private Path makeKeys() {
        Path made = keys();
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "broker",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                made.toString(),
                "-storepass",
                KEYS_PASSWORD);
        try (Child tool = Child.start(command, folder, Map.of(), folder.resolve("keytool.log"), _ -> {})) {
            if (tool.exitCode() != 0) {
                throw new IllegalStateException("keytool: " + tool.lastComplaint());
            }
        }
        return made;
    }
}

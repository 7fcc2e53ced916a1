package net.atrelay.app.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import net.atrelay.ingest.IngestConfig;
import net.atrelay.store.StoreConfig;
import net.atrelay.verify.VerifyConfig;

/// All settings of one relay, complete and checked.
///
/// @param data directory of all durable data
/// @param listen where consumers and the public API are served
/// @param operatorListen where metrics and health are served
/// @param development whether hosts on this machine, without TLS, are let through
/// @param logLevel least level of the relay's own lines
/// @param logFormat form of a line
/// @param hosts added in the operator's name at each start
/// @param store settings of the store
/// @param ingest settings of ingest
/// @param verify settings of the verify stage
public record RelayConfig(
        Path data,
        InetSocketAddress listen,
        InetSocketAddress operatorListen,
        boolean development,
        LogLevel logLevel,
        LogFormat logFormat,
        Set<String> hosts,
        StoreConfig store,
        IngestConfig ingest,
        VerifyConfig verify) {

    public RelayConfig {
        hosts = Set.copyOf(hosts);
    }

    /// What an operator gets who sets nothing.
    public static RelayConfig defaults() {
        return new RelayConfig(
                Path.of("data"),
                new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 2470),
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 2471),
                false,
                LogLevel.INFO,
                LogFormat.TEXT,
                Set.of(),
                StoreConfig.defaults(),
                IngestConfig.defaults(Release.version()),
                VerifyConfig.defaults());
    }

    /// Reads variables as the environment holds them; for who starts a relay inside a program.
    ///
    /// @throws ConfigException with all problems
    public static RelayConfig of(Map<String, String> variables) {
        return Settings.ALL.read(variables, Map.of());
    }
}

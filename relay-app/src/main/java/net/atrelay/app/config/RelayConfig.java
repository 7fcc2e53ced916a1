package net.atrelay.app.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import net.atrelay.fanout.HttpConfig;
import net.atrelay.fanout.StreamConfig;
import net.atrelay.fanout.admin.AdminConfig;
import net.atrelay.ingest.IngestConfig;
import net.atrelay.store.StoreConfig;
import net.atrelay.store.kafka.KafkaConfig;
import net.atrelay.verify.VerifyConfig;
import net.atrelay.verify.identity.IdentityConfig;

/// All settings of one relay, complete and checked.
///
/// @param data directory of all durable data
/// @param development whether hosts on this machine, without TLS, are let through
/// @param logLevel least level of the relay's own lines
/// @param logFormat form of a line
/// @param hosts added in the operator's name at each start
/// @param store settings of the store
/// @param ingest settings of ingest
/// @param verify settings of the verify stage
/// @param identity settings of what is asked of other servers
/// @param stream settings of the stream that consumers read
/// @param http settings of the HTTP listeners
/// @param admin settings of administration
/// @param cluster settings of the cluster's bus; without effect on a relay that is one process
public record RelayConfig(
        Path data,
        boolean development,
        LogLevel logLevel,
        LogFormat logFormat,
        Set<String> hosts,
        StoreConfig store,
        IngestConfig ingest,
        VerifyConfig verify,
        IdentityConfig identity,
        StreamConfig stream,
        HttpConfig http,
        AdminConfig admin,
        KafkaConfig cluster) {

    public RelayConfig {
        hosts = Set.copyOf(hosts);
    }

    /// What an operator gets who sets nothing.
    public static RelayConfig defaults() {
        return new RelayConfig(
                Path.of("data"),
                false,
                LogLevel.INFO,
                LogFormat.TEXT,
                Set.of(),
                StoreConfig.defaults(),
                IngestConfig.defaults(Release.version()),
                VerifyConfig.defaults(),
                IdentityConfig.defaults(Release.version()),
                StreamConfig.defaults(),
                HttpConfig.defaults(Release.version()),
                AdminConfig.DEFAULTS,
                KafkaConfig.defaults());
    }

    /// Reads variables as the environment holds them; for who starts a relay inside a program.
    ///
    /// @throws ConfigException with all problems
    public static RelayConfig of(Map<String, String> variables) {
        return Settings.ALL.read(variables, Map.of());
    }
}

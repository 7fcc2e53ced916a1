package net.atrelay.app.pull;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import net.atrelay.app.ExitCode;
import net.atrelay.app.RelaySubcommand;
import net.atrelay.app.config.Release;
import net.atrelay.atproto.host.DevMode;
import net.atrelay.verify.identity.IdentityConfig;
import net.atrelay.verify.identity.RelayHosts;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `relay pull-hosts`: reads the options, pulls, prints what it came to.
@Command(
        name = "pull-hosts",
        description = {
            "Brings a running relay to know the hosts that another relay lists (com.atproto.sync.listHosts).",
            "",
            "Hosts that are active there are taken, and idle ones that were read before. The running relay asks each"
                    + " to",
            "describe itself before it is added; hosts that it knows are left alone, so the command may be run again.",
            "The token needs the scopes read and hosts. Its variables are those of goat."
        },
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all of the list was gone through",
            "64:an option that does not exist, or has a bad value",
            "69:one of the relays was not there, or the list was not gone through to its end; what was added stays",
            "77:the token is missing, or may not"
        })
public final class PullHostsCommand implements RelaySubcommand {
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final int TOKEN_FILE_BYTES_MAX = 4_096;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--from", required = true, paramLabel = "URL", description = "The other relay: https://HOST.")
    private String from = "";

    @Option(
            names = "--relay",
            paramLabel = "URL",
            defaultValue = "${env:RELAY_HOST:-http://127.0.0.1:2471}",
            description = "Operator's address of the running relay (RELAY_HOST, else http://127.0.0.1:2471).")
    private String relay = "";

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File with an admin token and nothing else; without it, RELAY_ADMIN_PASSWORD has the token.")
    private @Nullable Path tokenFile;

    @Option(names = "--token", hidden = true, defaultValue = "${env:RELAY_ADMIN_PASSWORD}")
    private @Nullable String token;

    @Option(
            names = "--per-second",
            paramLabel = "N",
            defaultValue = "10",
            description = "Hosts asked for in a second (${DEFAULT-VALUE}).")
    private int perSecond;

    @Option(
            names = "--hosts-max",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Most hosts read from the list (${DEFAULT-VALUE}).")
    private int hostsMax;

    @Option(
            names = "--pages-max",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Most pages read from the list (${DEFAULT-VALUE}).")
    private int pagesMax;

    @Option(
            names = "--minutes-max",
            paramLabel = "N",
            defaultValue = "360",
            description = "Most time for all of it (${DEFAULT-VALUE}).")
    private int minutesMax;

    @Option(names = "--dry-run", description = "Reads and tells, and adds nothing.")
    private boolean isRehearsal;

    @Option(names = "--verbose", description = "A line for each host, too.")
    private boolean isVerbose;

    @Option(names = "--json", description = "Every line is a JSON object; the summary is the last.")
    private boolean isJson;

    @Option(
            names = "--dev",
            description = "Lets a relay and hosts on this machine through, by localhost:PORT and without TLS.")
    private boolean development;

    @Override
    public Integer call() throws InterruptedException {
        URI other = other();
        URI own = own();
        PullLimits limits = limits();
        String secret = secret();
        if (secret == null) {
            return fail(ExitCode.NOT_PERMITTED, "a token is expected: --token-file FILE or RELAY_ADMIN_PASSWORD");
        }
        IdentityConfig config = config(development);
        Timetable timetable = new Timetable(limits.timeMax(), System::nanoTime, Thread::sleep);
        try (RelayHosts hosts = new RelayHosts(other, config, new SimpleMeterRegistry(), InstantSource.system());
                AdminClient admin = new AdminClient(own, secret)) {
            HostPull pull = new HostPull(
                    admin, limits, timetable, development ? DevMode.ON : DevMode.OFF, new Tally(this::onHost));
            PullReport report = pull.run(new ListReader(hosts, limits, timetable), isRehearsal);
            print(isJson ? ReportText.json(report, isRehearsal) + "\n" : ReportText.plain(report, isRehearsal));
            return report.isComplete() ? ExitCode.OK : ExitCode.UNAVAILABLE;
        } catch (AdminException e) {
            return fail(e.exitCode(), String.valueOf(e.getMessage()));
        }
    }

    static IdentityConfig config(boolean development) {
        IdentityConfig usual = IdentityConfig.defaults(Release.version());
        return new IdentityConfig(
                usual.plcUrl(),
                development,
                usual.userAgent(),
                usual.documentTimeout(),
                usual.hostTimeout(),
                usual.http(),
                usual.directory(),
                usual.domains(),
                usual.hosts(),
                usual.answers(),
                usual.forced());
    }

    private PullLimits limits() {
        PullLimits usual = PullLimits.DEFAULTS;
        try {
            return new PullLimits(
                    pagesMax,
                    hostsMax,
                    Duration.ofMinutes(minutesMax),
                    perSecond,
                    usual.inFlightMax(),
                    usual.triesMax());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }

    private URI other() {
        URI url = url(from.contains("://") ? from : "https://" + from, "--from");
        if (!IdentityConfig.isAllowed(url, development)) {
            throw bad("--from", from, "https://HOST" + (development ? ", or this machine" : ""));
        }
        return url;
    }

    /// A token goes along, so the way there is TLS or does not leave this machine.
    private URI own() {
        URI url = url(relay.contains("://") ? relay : "http://" + relay, "--relay");
        String host = url.getHost();
        boolean isTls = "https".equals(url.getScheme());
        boolean isHere = "http".equals(url.getScheme()) && host != null && THIS_MACHINE.contains(host);
        if (host == null || !isTls && !isHere || url.getRawUserInfo() != null || url.getRawQuery() != null) {
            throw bad("--relay", relay, "https://HOST, or http://127.0.0.1:PORT");
        }
        return url;
    }

    private URI url(String text, String option) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException _) {
            throw bad(option, text, "an URL");
        }
    }

    private ParameterException bad(String option, String value, String rule) {
        return new ParameterException(spec.commandLine(), option + ": " + value + " (expected: " + rule + ")");
    }

    /// Null for none that could be one.
    private @Nullable String secret() {
        String written = tokenFile == null ? token : contentOf(tokenFile);
        String secret = written == null ? "" : written.strip();
        boolean isOne = !secret.isEmpty() && secret.chars().allMatch(letter -> letter > ' ' && letter <= '~');
        return isOne ? secret : null;
    }

    private String contentOf(Path file) {
        try (InputStream bytes = Files.newInputStream(file)) {
            return new String(bytes.readNBytes(TOKEN_FILE_BYTES_MAX), StandardCharsets.UTF_8);
        } catch (IOException _) {
            throw bad("--token-file", file.toString(), "a file that can be read");
        }
    }

    private void onHost(String hostname, String outcome, @Nullable String detail) {
        if (isVerbose) {
            print((isJson
                            ? ReportText.jsonHost(hostname, outcome, detail)
                            : ReportText.plainHost(hostname, outcome, detail))
                    + "\n");
        }
    }

    private void print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(text);
        out.flush();
    }

    private int fail(int exitCode, String message) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("relay: " + message);
        err.flush();
        return exitCode;
    }
}

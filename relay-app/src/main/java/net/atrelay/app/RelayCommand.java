package net.atrelay.app;

import java.util.ServiceLoader;
import net.atrelay.app.log.Logs;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// The command `relay`: its sub-commands, those of other jars among them, and what it says about itself.
@Command(
        name = "relay",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = VersionCommand.class,
        description = {
            "A relay for the AT Protocol: many hosts in, one verified and sequenced stream out.",
            "",
            "`relay COMMAND --help` tells more of each command.",
            ""
        },
        commandListHeading = "%nCommands:%n")
public final class RelayCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /// Ends the process with the exit code of the sub-command.
    public static void main(String[] args) {
        int exitCode = commandLine().execute(args);
        Logs.finish();
        System.exit(exitCode);
    }

    static CommandLine commandLine() {
        CommandLine relay = new CommandLine(new RelayCommand())
                .addSubcommand(new RunCommand())
                .addSubcommand(new NodeCommand.Ingest())
                .addSubcommand(new NodeCommand.Verify())
                .addSubcommand(new NodeCommand.Fanout())
                .addSubcommand(new TopicsCommand())
                .addSubcommand(new ExportCommand())
                .addSubcommand(new ImportCommand())
                .addSubcommand(new ConfigCommand())
                .addSubcommand(new VersionCommand());
        ServiceLoader.load(RelaySubcommand.class).forEach(relay::addSubcommand);
        return relay.setParameterExceptionHandler(new Failures()).setExecutionExceptionHandler(new Failures());
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}

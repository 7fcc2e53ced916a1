package net.atrelay.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The command `relay`: its sub-commands, and what it says about itself.
@Command(
        name = "relay",
        mixinStandardHelpOptions = true,
        versionProvider = RelayCommand.Version.class,
        description = "A relay for the AT Protocol: many hosts in, one verified and sequenced stream out.")
public final class RelayCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /// Ends the process with the exit code of the sub-command.
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new RelayCommand());
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /// The version that the build wrote into the jar's manifest.
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = RelayCommand.class.getPackage().getImplementationVersion();
            return new String[] {"relay " + (version == null ? "(not packaged)" : version)};
        }
    }
}

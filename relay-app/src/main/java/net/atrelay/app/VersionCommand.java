package net.atrelay.app;

import net.atrelay.app.config.Release;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `relay version`: which program this is, and on which Java it runs.
@Command(name = "version", description = "Tells the version.")
final class VersionCommand implements Runnable, IVersionProvider {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().getOut().println(getVersion()[0]);
    }

    @Override
    public String[] getVersion() {
        return new String[] {"relay " + Release.version() + " (Java " + Runtime.version() + ")"};
    }
}

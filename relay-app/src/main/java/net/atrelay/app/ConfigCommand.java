package net.atrelay.app;

import net.atrelay.app.config.KeyReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `relay config`: the reference of all settings.
@Command(name = "config", description = "Lists all settings with their defaults and meanings.")
final class ConfigCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--markdown", description = "As the page docs/configuration.md.")
    private boolean asMarkdown;

    @Override
    public void run() {
        spec.commandLine().getOut().print(asMarkdown ? KeyReference.markdown() : KeyReference.text());
        spec.commandLine().getOut().flush();
    }
}

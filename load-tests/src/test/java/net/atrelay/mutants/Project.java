package net.atrelay.mutants;

import java.nio.file.Path;

/// Where the modules are: beside the one whose tests run.
final class Project {
    private Project() {}

    static Path module(String name) {
        return Path.of("..", name).toAbsolutePath().normalize();
    }

    static Path classes(String module) {
        return module(module).resolve("target/classes");
    }

    static Path testClasses(String module) {
        return module(module).resolve("target/test-classes");
    }
}

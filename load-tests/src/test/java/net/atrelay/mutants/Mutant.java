package net.atrelay.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// One fault of one line, and the tests that have to notice it.
///
/// @param module the module it is in
/// @param name unique; says what the fault is
/// @param meaning what goes wrong, in a sentence
/// @param type the source file, from the module's own package on and without its ending, like `cbor/CborReader`
/// @param tests packages or classes below the module's own package
/// @param sound part of a line, which is there once in the file
/// @param faulty what stands there instead
record Mutant(
        String module, String name, String meaning, String type, List<String> tests, String sound, String faulty) {
    /// The package of a module, from which names are told.
    static String packageOf(String module) {
        return "net.atrelay." + module.substring(module.indexOf('-') + 1);
    }

    Path source() {
        return Project.module(module)
                .resolve("src/main/java")
                .resolve(packageOf(module).replace('.', '/'))
                .resolve(type + ".java");
    }

    /// How often the sound part is in the source.
    int places() throws IOException {
        return Files.readString(source()).split(Pattern.quote(sound), -1).length - 1;
    }

    /// The source with the fault in it.
    String faultySource() throws IOException {
        return Files.readString(source()).replace(sound, faulty);
    }

    /// Packages and classes that have to notice it.
    List<String> selection() {
        return tests.stream().map(test -> packageOf(module) + "." + test).toList();
    }

    static List<String> testsOf(String words) {
        return Arrays.stream(words.split(",")).map(String::strip).toList();
    }

    @Override
    public String toString() {
        return module + " " + name;
    }
}

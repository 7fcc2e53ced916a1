/// Whether the tests of the modules notice faults: each [Mutant] is a small one, and a test has to fail of it.
@NullMarked
package net.atrelay.mutants;

import org.jspecify.annotations.NullMarked;

/// Benchmarks of the relay's hot paths, run by `java -cp load-tests/target/load-tests-*.jar org.openjdk.jmh.Main NAME`
/// once the module is packaged. They print numbers and judge none.
@NullMarked
package net.atrelay.bench;

import org.jspecify.annotations.NullMarked;

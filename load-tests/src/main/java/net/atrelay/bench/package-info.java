/// What the relay costs. `relay bench` runs a whole one and sets its processor time against the least that verifying
/// can cost; JMH benchmarks look at single steps (`java -cp load-tests/target/load-tests-*.jar org.openjdk.jmh.Main
/// NAME` once the module is packaged). They print numbers and judge none.
@NullMarked
package net.atrelay.bench;

import org.jspecify.annotations.NullMarked;

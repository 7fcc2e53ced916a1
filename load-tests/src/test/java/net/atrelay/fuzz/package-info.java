/// What must hold of every reader of bytes that others send, whatever these are: the targets, how each is run on its
/// seed corpus and some mutations of it among all tests, and how a coverage-guided fuzzer runs it for as long as
/// anybody likes (docs/fuzz.md).
@NullMarked
package net.atrelay.fuzz;

import org.jspecify.annotations.NullMarked;

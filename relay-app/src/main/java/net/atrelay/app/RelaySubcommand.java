package net.atrelay.app;

import java.util.concurrent.Callable;

/// A sub-command of `relay` that another jar brings: a class with picocli's `@Command`, found by
/// [java.util.ServiceLoader]. Its result is the exit code ([ExitCode]).
public interface RelaySubcommand extends Callable<Integer> {}

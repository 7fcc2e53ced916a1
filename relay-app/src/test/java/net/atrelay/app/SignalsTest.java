package net.atrelay.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalsTest {

    /// Waits for a signal, then ends, or never does.
    static final class Waiter {
        public static void main(String[] args) throws InterruptedException {
            Signals signals = Signals.takeOver();
            System.out.println("waits");
            signals.await();
            System.out.println("asked");
            if (args[0].equals("hangs")) {
                new CountDownLatch(1).await();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP"})
    void theFirstSignalIsAWishToStop(String signal) throws IOException, InterruptedException {
        try (Child child = Child.start(Waiter.class, Map.of(), "ends")) {
            child.awaitLine("waits");
            child.signal(signal);
            assertEquals(List.of("asked"), child.remainingLines());
            assertEquals(0, child.exitCode());
        }
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130"})
    void theSecondSignalEndsTheProcessAtOnce(String signal, int exitCode) throws IOException, InterruptedException {
        try (Child child = Child.start(Waiter.class, Map.of(), "hangs")) {
            child.awaitLine("waits");
            child.signal(signal);
            child.awaitLine("asked");
            child.signal(signal);
            assertEquals(exitCode, child.exitCode());
        }
    }

    @Test
    void aFatalFaultHaltsWithItsOwnExitCode() throws IOException, InterruptedException {
        try (Child child = Child.start(Fatal.class, Map.of())) {
            child.awaitLine(
                    "msg=\"the relay ends itself\" what=\"the appender\" error=\"java.io.IOException: no disk\"");
            assertEquals(ExitCode.FAULT, child.exitCode());
        }
    }

    /// Cannot go on.
    static final class Fatal {
        public static void main(String[] args) {
            Thread.ofPlatform().daemon(false).start(() -> await(new CountDownLatch(1)));
            new HaltOnFatal().fatal("the appender", new IOException("no disk"));
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

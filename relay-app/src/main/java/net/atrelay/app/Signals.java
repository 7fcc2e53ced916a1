package net.atrelay.app;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The wish to stop, as SIGTERM, SIGINT or SIGHUP. The first one is waited for; a second one ends the process at once.
/// The JDK's own class for signals is reached by its name, since the compiler warns of it in a way that nothing
/// silences.
public final class Signals {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);
    private static final List<String> NAMES = List.of("TERM", "INT", "HUP");
    /// What a shell adds to a signal's number to make an exit code.
    private static final int SIGNALLED = 128;

    private final CountDownLatch asked = new CountDownLatch(1);

    private Signals() {}

    /// Takes over the signals of this process.
    public static Signals takeOver() {
        Signals signals = new Signals();
        for (String name : NAMES) {
            try {
                signals.takeOver(name);
            } catch (ReflectiveOperationException e) {
                // The JVM keeps the signal for itself (-Xrs): its own way of stopping is as safe as a crash.
                LOG.atWarn().addKeyValue("signal", name).log("the signal ends the process at once");
            }
        }
        return signals;
    }

    /// Blocks until the first signal.
    void await() throws InterruptedException {
        asked.await();
    }

    /// Blocks until the first signal, but no longer than a while; whether there was one.
    public boolean await(Duration atMost) throws InterruptedException {
        return asked.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void takeOver(String name) throws ReflectiveOperationException {
        Class<?> type = Class.forName("sun.misc.Signal");
        Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
        Object signal = type.getConstructor(String.class).newInstance(name);
        int number = (int) type.getMethod("getNumber").invoke(signal);
        Object handler =
                Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handlerType}, (_, method, _) -> {
                    if (method.getName().equals("handle")) {
                        onSignal(number);
                    }
                    return null;
                });
        type.getMethod("handle", type, handlerType).invoke(null, signal, handler);
    }

    private void onSignal(int number) {
        if (asked.getCount() == 0) {
            Runtime.getRuntime().halt(SIGNALLED + number);
        }
        asked.countDown();
    }
}

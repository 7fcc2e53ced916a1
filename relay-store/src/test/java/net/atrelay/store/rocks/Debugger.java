package net.atrelay.store.rocks;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.Method;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.connect.ListeningConnector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.VMDeathEvent;
import com.sun.jdi.event.VMDisconnectEvent;
import com.sun.jdi.event.VMStartEvent;
import com.sun.jdi.request.ClassPrepareRequest;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Lets a child process run until one of its threads enters a method for the n-th time, and holds all its threads
/// there. So a process is stopped at any step without that its program knows of it.
final class Debugger implements AutoCloseable {
    private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(60);

    private final ListeningConnector connector;
    private final Map<String, Connector.Argument> arguments;
    private final String address;

    Debugger() throws IOException, IllegalConnectorArgumentsException {
        connector = Bootstrap.virtualMachineManager().listeningConnectors().stream()
                .filter(each -> each.transport().name().equals("dt_socket"))
                .findFirst()
                .orElseThrow();
        arguments = connector.defaultArguments();
        set("port", "0");
        set("localAddress", "127.0.0.1");
        set("timeout", String.valueOf(PATIENCE_MILLIS));
        address = connector.startListening(arguments);
    }

    private void set(String name, String value) {
        Connector.Argument argument = arguments.get(name);
        if (argument != null) {
            argument.setValue(value);
        }
    }

    /// What the child's JVM has to be told.
    String option() {
        return "-agentlib:jdwp=transport=dt_socket,server=n,suspend=y,address=" + address;
    }

    /// Runs the child until it comes to the point; false when it ended without having come there.
    boolean runTo(CrashPoint point) throws IOException, IllegalConnectorArgumentsException, InterruptedException {
        VirtualMachine child = connector.accept(arguments);
        int hits = 0;
        while (true) {
            EventSet events = child.eventQueue().remove(PATIENCE_MILLIS);
            if (events == null) {
                throw new AssertionError(point + ": nothing happens");
            }
            for (Event event : events) {
                switch (event) {
                    case VMStartEvent _ -> awaitClass(child, point);
                    case ClassPrepareEvent prepared -> stopIn(prepared.referenceType(), point);
                    case BreakpointEvent _ -> {
                        hits++;
                        if (hits == point.times) {
                            return true;
                        }
                    }
                    case VMDeathEvent _, VMDisconnectEvent _ -> {
                        return false;
                    }
                    default -> {
                        // nothing else was asked for
                    }
                }
            }
            events.resume();
        }
    }

    private static void awaitClass(VirtualMachine child, CrashPoint point) {
        ClassPrepareRequest request = child.eventRequestManager().createClassPrepareRequest();
        request.addClassFilter(point.className);
        request.enable();
    }

    private static void stopIn(ReferenceType type, CrashPoint point) {
        for (Method method : type.methodsByName(point.method)) {
            type.virtualMachine()
                    .eventRequestManager()
                    .createBreakpointRequest(method.location())
                    .enable();
        }
    }

    @Override
    public void close() throws IOException, IllegalConnectorArgumentsException {
        connector.stopListening(arguments);
    }
}

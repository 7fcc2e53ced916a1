package net.atrelay.sim.hostile;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import net.atrelay.sim.plc.SimPlc;

/// A host on a loopback port that does one hostile thing to each relay that comes, and counts it. Safe for all threads.
public final class HostileHost implements AutoCloseable {
    private static final int BACKLOG = 256;
    private static final int SYN_TIMEOUT_MILLIS = 200;
    private static final int QUEUE_FILLERS_MAX = 64;
    /// A host that is read no further soon has nothing more to do, instead of filling megabytes of the kernel's.
    private static final int SEND_BUFFER_BYTES = 64 << 10;

    private final Hostility kind;
    private final ServerSocket server;
    private final ServerSocket trap;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong injected = new AtomicLong();
    private final AtomicLong trapped = new AtomicLong();
    private final Accomplices accomplices;

    /// Listens at once; its accounts are in the directory.
    ///
    /// @param victims accounts of other hosts
    public HostileHost(Hostility kind, SimPlc plc, List<String> victims) throws IOException {
        this.kind = kind;
        InetAddress here = InetAddress.ofLiteral("127.0.0.1");
        server = new ServerSocket(0, kind == Hostility.NEVER_ACCEPTS ? 1 : BACKLOG, here);
        trap = new ServerSocket(0, BACKLOG, here);
        accomplices = new Accomplices(hostname(), plc, victims);
        start("trap", () -> listen(trap, this::onTrapped));
        if (kind == Hostility.NEVER_ACCEPTS) {
            fillQueue();
        } else {
            Tricks tricks = new Tricks(kind, accomplices, "http://127.0.0.1:" + trap.getLocalPort() + "/", injected);
            start(kind.words(), () -> listen(server, socket -> tricks.play(new Visit(socket))));
        }
    }

    /// What it does to one connection.
    private interface Reception {
        void receive(Socket socket) throws IOException;
    }

    /// The name a relay knows it by, `localhost:PORT`.
    public String hostname() {
        return "localhost:" + server.getLocalPort();
    }

    public Hostility kind() {
        return kind;
    }

    /// How often it has done what it does.
    public long injected() {
        return injected.get();
    }

    /// Connections to the server on the relay's own machine that it has sent the relay to.
    public long trapped() {
        return trapped.get();
    }

    /// The accounts that it speaks for.
    public List<String> dids() {
        return accomplices.dids(kind);
    }

    @Override
    public void close() throws IOException {
        server.close();
        trap.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void onTrapped(Socket socket) throws IOException {
        trapped.incrementAndGet();
        socket.close();
    }

    /// A queue is full when one more connection is not answered.
    private void fillQueue() throws IOException {
        List<Socket> fillers = new ArrayList<>();
        while (injected.get() == 0) {
            if (fillers.size() == QUEUE_FILLERS_MAX) {
                throw new IOException("the queue of connections takes " + QUEUE_FILLERS_MAX + " (expected: fewer)");
            }
            Socket filler = new Socket();
            sockets.add(filler);
            fillers.add(filler);
            try {
                filler.connect(
                        new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), SYN_TIMEOUT_MILLIS);
            } catch (SocketTimeoutException e) {
                injected.incrementAndGet();
            }
        }
    }

    private void listen(ServerSocket listener, Reception reception) {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                socket.setSendBufferSize(SEND_BUFFER_BYTES);
                sockets.add(socket);
                start("visit", () -> receive(socket, reception));
            } catch (IOException e) {
                // Closed: the loop's condition says so.
                Thread.onSpinWait();
            }
        }
    }

    private void receive(Socket socket, Reception reception) {
        try (socket) {
            reception.receive(socket);
        } catch (IOException e) {
            // The relay hung up, which is how a visit ends.
            Thread.onSpinWait();
        } finally {
            sockets.remove(socket);
        }
    }

    private static void start(String name, Runnable work) {
        // Not virtual: those take turns only when they wait, and a relay in this process has some of its own.
        Thread.ofPlatform().daemon().name("hostile-" + name).start(work);
    }
}

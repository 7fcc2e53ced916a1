package net.atrelay.fanout.http;

import java.net.InetSocketAddress;
import java.util.Locale;

/// Why an address cannot be listened on. The message is one line, made for the operator's terminal.
public final class ListenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    ListenException(InetSocketAddress address, Throwable cause) {
        this(address, reasonOf(address, cause), cause);
    }

    private ListenException(InetSocketAddress address, Reason reason, Throwable cause) {
        super(
                "cannot listen on " + address.getHostString() + ":" + address.getPort() + ": "
                        + (reason == Reason.OTHER ? cause.getMessage() : reason.words),
                cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /// The JDK tells these apart by the operating system's words only.
    private static Reason reasonOf(InetSocketAddress address, Throwable cause) {
        if (address.isUnresolved()) {
            return Reason.UNKNOWN_NAME;
        }
        String words = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (words.contains("in use")) {
            return Reason.IN_USE;
        }
        if (words.contains("permission denied")) {
            return Reason.NOT_PERMITTED;
        }
        return words.contains("cannot assign") ? Reason.NOT_HERE : Reason.OTHER;
    }

    /// The classes of refusal.
    public enum Reason {
        IN_USE("another process listens there"),
        NOT_PERMITTED("no permission (ports below 1024 need it)"),
        NOT_HERE("this machine has no such address"),
        UNKNOWN_NAME("no such name"),
        OTHER("");

        private final String words;

        Reason(String words) {
            this.words = words;
        }
    }
}

package net.atrelay.fanout.admin;

import java.util.Locale;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.fanout.query.Arguments;
import net.atrelay.store.control.HostControls;
import org.jspecify.annotations.Nullable;

/// Reads the values of requests; each method throws [AdminRefusal] with what was expected.
final class Parameters {
    /// Takes back what an operator set: the configuration holds again.
    static final String CONFIGURED = "configured";

    private Parameters() {}

    /// @param name of the parameter or field, for the message
    static String host(HostControls hosts, String name, @Nullable String written) {
        String hostname = written == null ? null : hosts.nameOf(written.strip());
        if (hostname == null) {
            throw AdminRefusal.badRequest(name + ": the name of a host is expected");
        }
        return hostname;
    }

    static Did did(@Nullable String written) {
        Did did = written == null ? null : Did.parse(written);
        if (did == null) {
            throw AdminRefusal.badRequest("did: a DID is expected");
        }
        return did;
    }

    /// @return null for [#CONFIGURED]
    static @Nullable Boolean flagOrConfigured(Arguments arguments, String name) {
        String text = String.valueOf(arguments.text(name));
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "t", "1" -> Boolean.TRUE;
            case "false", "f", "0" -> Boolean.FALSE;
            case CONFIGURED -> null;
            default -> throw AdminRefusal.badRequest(name + ": true, false or " + CONFIGURED + " is expected");
        };
    }

    /// @return null for [#CONFIGURED]
    static @Nullable Integer numberOrConfigured(Arguments arguments, String name, int max) {
        String text = String.valueOf(arguments.text(name));
        if (text.equals(CONFIGURED)) {
            return null;
        }
        Integer number = text.matches("[0-9]{1,9}") ? Integer.valueOf(text) : null;
        if (number == null || number > max) {
            throw AdminRefusal.badRequest(
                    name + ": a whole number from 0 to " + max + " is expected, or " + CONFIGURED);
        }
        return number;
    }

    /// How many lines a page may have.
    static int limit(Arguments arguments, int whenAbsent, int most) {
        Integer limit = arguments.limit(whenAbsent, most);
        if (limit == null) {
            throw AdminRefusal.badRequest("limit: a whole number from 1 to " + most + " is expected");
        }
        return limit;
    }
}

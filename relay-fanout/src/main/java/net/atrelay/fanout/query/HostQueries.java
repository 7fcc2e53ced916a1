package net.atrelay.fanout.query;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import net.atrelay.atproto.host.DevMode;
import net.atrelay.atproto.host.Hostname;
import net.atrelay.fanout.query.Answer.Json;
import net.atrelay.fanout.query.Answer.Refused;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.host.HostTable;
import org.jspecify.annotations.Nullable;

/// The queries about the hosts that this relay reads (protocol reference §7.2). Stateless; blocks on the table.
public final class HostQueries {
    private static final int LIST_DEFAULT = 200;
    private static final int LIST_MAX = 1_000;

    private static final Refused BAD_LIMIT =
            new Refused(XrpcError.INVALID_REQUEST, "limit: a number from 1 to 1000 is expected");
    private static final Refused BAD_CURSOR =
            new Refused(XrpcError.INVALID_REQUEST, "cursor: not one that this endpoint gave");
    private static final Refused BAD_HOSTNAME = new Refused(
            XrpcError.INVALID_REQUEST, "hostname: the plain name of a host is expected, without scheme, port and path");
    private static final Refused NOT_FOUND =
            new Refused(XrpcError.HOST_NOT_FOUND, "this relay does not know such a host");

    private final HostTable hosts;

    public HostQueries(HostTable hosts) {
        this.hosts = hosts;
    }

    /// `com.atproto.sync.listHosts`: every host in the order of its adding, whatever its status, as others
    /// bootstrap from this list. The cursor is the last hostname: the same on every node, and good as long as
    /// the host is known.
    public Answer listHosts(Arguments arguments) {
        Integer limit = arguments.limit(LIST_DEFAULT, LIST_MAX);
        if (limit == null) {
            return BAD_LIMIT;
        }
        String cursor = arguments.text("cursor");
        String after = cursor == null ? null : hostnameOf(cursor);
        if (cursor != null && (after == null || hosts.find(after) == null)) {
            return BAD_CURSOR;
        }
        List<HostRecord> found = hosts.list(after, limit + 1);
        List<HostRecord> page = found.size() > limit ? found.subList(0, limit) : found;
        return new Json(JsonText.object(json -> {
            if (found.size() > limit) {
                json.writeStringField("cursor", page.getLast().hostname());
            }
            json.writeArrayFieldStart("hosts");
            for (HostRecord host : page) {
                json.writeStartObject();
                writeFields(json, host);
                json.writeEndObject();
            }
            json.writeEndArray();
        }));
    }

    /// `com.atproto.sync.getHostStatus`; tells of banned hosts too.
    public Answer getHostStatus(Arguments arguments) {
        String text = arguments.text("hostname");
        String hostname = text == null ? null : hostnameOf(text);
        if (hostname == null) {
            return BAD_HOSTNAME;
        }
        HostRecord host = hosts.find(hostname);
        return host == null ? NOT_FOUND : new Json(JsonText.object(json -> writeFields(json, host)));
    }

    /// @return lower case, with a port only for a development host; null when the text is no plain hostname
    private static @Nullable String hostnameOf(String text) {
        if (text.contains("://")) {
            return null;
        }
        return switch (Hostname.parse(text, DevMode.ON)) {
            case Hostname.Ok host -> host.authority();
            case Hostname.Refused _ -> null;
        };
    }

    private void writeFields(JsonGenerator json, HostRecord host) throws IOException {
        json.writeStringField("hostname", host.hostname());
        Long seq = host.cursor();
        if (seq != null) {
            json.writeNumberField("seq", seq);
        }
        json.writeNumberField("accountCount", hosts.accountCount(host.hostname()));
        json.writeStringField("status", host.status().name().toLowerCase(Locale.ROOT));
    }
}

package net.atrelay.app.pull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A [PullReport] for people and for programs.
final class ReportText {
    private static final JsonFactory JSON = new JsonFactory();

    private ReportText() {}

    /// Lines of text.
    static String plain(PullReport report, boolean isRehearsal) {
        StringBuilder text = new StringBuilder();
        line(text, report.found(), "found");
        line(text, report.taken(), isRehearsal ? "would be probed and added" : "added");
        line(text, report.known(), "known already");
        for (Map.Entry<Skip, Integer> skipped : report.skipped().entrySet()) {
            line(text, skipped.getValue(), "skipped: " + skipped.getKey().meaning());
        }
        String brokenOff = report.brokenOff();
        if (brokenOff != null) {
            text.append("not all of it: ").append(printable(brokenOff)).append('\n');
        }
        return text.toString();
    }

    private static void line(StringBuilder text, int hosts, String what) {
        text.append(String.format("%7d %s%n", hosts, what));
    }

    /// What became of one host.
    static String plainHost(String hostname, String outcome, @Nullable String detail) {
        return printable(hostname) + ": " + outcome + (detail == null ? "" : " (" + printable(detail) + ")");
    }

    /// One object: `{"dryRun", "found", "taken", "known", "skipped": {reason: count}, "complete", "brokenOff"?}`.
    static String json(PullReport report, boolean isRehearsal) {
        return object(json -> {
            json.writeBooleanField("dryRun", isRehearsal);
            json.writeNumberField("found", report.found());
            json.writeNumberField("taken", report.taken());
            json.writeNumberField("known", report.known());
            json.writeObjectFieldStart("skipped");
            for (Map.Entry<Skip, Integer> skipped : report.skipped().entrySet()) {
                json.writeNumberField(skipped.getKey().word(), skipped.getValue());
            }
            json.writeEndObject();
            json.writeBooleanField("complete", report.isComplete());
            String brokenOff = report.brokenOff();
            if (brokenOff != null) {
                json.writeStringField("brokenOff", brokenOff);
            }
        });
    }

    /// One object for one host: `{"hostname", "outcome", "detail"?}`.
    static String jsonHost(String hostname, String outcome, @Nullable String detail) {
        return object(json -> {
            json.writeStringField("hostname", hostname);
            json.writeStringField("outcome", outcome);
            if (detail != null) {
                json.writeStringField("detail", detail);
            }
        });
    }

    private interface Fields {
        void writeTo(JsonGenerator json) throws IOException;
    }

    private static String object(Fields fields) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            fields.writeTo(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("JSON: not written (expected: memory never fails)", e);
        }
        return text.toString();
    }

    /// What strangers wrote must not steer a terminal.
    private static String printable(String text) {
        return text.replaceAll("[^\\x20-\\x7e]", "?");
    }
}

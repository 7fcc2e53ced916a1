package net.atrelay.app;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What Prometheus reads (exposition format 0.0.4), taken apart.
final class Scrape {
    private static final Pattern HELP = Pattern.compile("# HELP (\\S+) (.*)");
    private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
    private static final Pattern SAMPLE = Pattern.compile("([^{ ]+)(\\{.*})? \\S+");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"[^\"]*\"");

    private final Map<String, Meter> meters = new TreeMap<>();

    /// One name.
    ///
    /// @param help empty when there is none
    /// @param samples with their labels
    record Meter(String name, String type, String help, List<String> samples) {
        Set<String> labels() {
            Set<String> labels = new TreeSet<>();
            for (String sample : samples) {
                Matcher label = LABEL.matcher(sample);
                while (label.find()) {
                    labels.add(label.group(1));
                }
            }
            return labels;
        }
    }

    private Scrape() {}

    static Scrape of(String text) {
        Scrape scrape = new Scrape();
        Meter meter = new Meter("", "", "", new ArrayList<>());
        for (String line : text.lines().toList()) {
            Matcher help = HELP.matcher(line);
            Matcher type = TYPE.matcher(line);
            Matcher sample = SAMPLE.matcher(line);
            if (help.matches()) {
                meter = new Meter(help.group(1), "", help.group(2), new ArrayList<>());
            } else if (type.matches()) {
                String helpText = meter.name().equals(type.group(1)) ? meter.help() : "";
                meter = new Meter(type.group(1), type.group(2), helpText, new ArrayList<>());
                scrape.meters.put(meter.name(), meter);
            } else if (sample.matches()) {
                meter.samples().add(line);
            }
        }
        return scrape;
    }

    /// All meters, by name.
    Collection<Meter> meters() {
        return meters.values();
    }

    /// The meters of the relay itself.
    List<Meter> ours() {
        return meters.values().stream()
                .filter(meter -> meter.name().startsWith("relay_"))
                .toList();
    }

    boolean has(String name) {
        return meters.containsKey(name);
    }
}

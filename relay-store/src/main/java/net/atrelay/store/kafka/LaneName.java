package net.atrelay.store.kafka;

/// Name of the time for which this node owns a partition of `raw`. No hostname looks like it.
///
/// @param term number of that time; grows with each change of what is owned
record LaneName(long term, int partition) {
    private static final String PREFIX = "raw@";

    String text() {
        return PREFIX + term + "/" + partition;
    }

    static LaneName of(String text) {
        int slash = text.indexOf('/');
        if (!text.startsWith(PREFIX) || slash < 0) {
            throw new IllegalArgumentException("text: " + text + " (expected: raw@TERM/PARTITION)");
        }
        return new LaneName(
                Long.parseLong(text, PREFIX.length(), slash, 10), Integer.parseInt(text, slash + 1, text.length(), 10));
    }
}

package net.atrelay.bench;

/// A group of threads of the relay's process, known by how the kernel's names of its threads begin. A name there has
/// fifteen characters at most.
public enum Workers {
    HOST_LOOPS("relay-ingest-ho", "event loops of hosts' sockets"),
    SHARDS("relay-verify-sh", "shards"),
    APPENDER("relay-store-app", "appender"),
    ENCODER("relay-fanout-en", "stream encoder"),
    CONSUMER_LOOPS("relay-fanout-ht", "event loops of consumers' sockets"),
    DATABASE("rocksdb:", "RocksDB's own threads"),
    COLLECTOR("GC Thread|G1 |VM Thread|ZGC", "garbage collector"),
    COMPILER("C1 Compiler|C2 Compiler|Sweeper", "JIT compiler"),
    PROFILER("JFR ", "profiler, not counted"),
    OTHERS("", "others");

    private final String[] names;
    private final String words;

    Workers(String names, String words) {
        this.names = names.split("\\|", -1);
        this.words = words;
    }

    String words() {
        return words;
    }

    static Workers of(String threadName) {
        for (Workers group : values()) {
            for (String name : group.names) {
                if (threadName.startsWith(name)) {
                    return group;
                }
            }
        }
        return OTHERS;
    }
}

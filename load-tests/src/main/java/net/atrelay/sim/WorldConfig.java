package net.atrelay.sim;

/// What kind of world a seed grows into.
///
/// @param seed decides every identity, key, record and choice
/// @param hosts how many hosts; their sizes follow Zipf's law
/// @param accounts how many accounts exist, unannounced, before the first event
/// @param recordsMax the most records an account's repo begins with; most have far fewer, none below `recordsMin`
/// @param recordsMin the fewest records an account's repo begins with
/// @param large how many accounts, the oldest, begin with `recordsMax`
/// @param keepRecords whether repos keep their records' bytes, which `getRepo` needs and load runs do not
/// @param plcPort the directory's port, 0 for any
/// @param basePort the first host's port, the others following; 0 for any
public record WorldConfig(
        long seed,
        int hosts,
        int accounts,
        int recordsMin,
        int recordsMax,
        int large,
        boolean keepRecords,
        int plcPort,
        int basePort) {

    /// A small world on free ports: repos of 10 to 2,000 records that can be exported.
    public static WorldConfig small(long seed, int hosts, int accounts) {
        return new WorldConfig(seed, hosts, accounts, 10, 2_000, 0, true, 0, 0);
    }
}

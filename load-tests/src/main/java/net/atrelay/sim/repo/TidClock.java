package net.atrelay.sim.repo;

/// Gives ever increasing timestamp identifiers (spec: TID): 53 bits of microseconds, 10 bits of clock id, 13
/// characters.
///
/// Owned by one repo; not thread-safe.
public final class TidClock {

    private static final String ALPHABET = "234567abcdefghijklmnopqrstuvwxyz";

    private final int clockId;
    private long lastMicros;

    /// @param clockId 0 to 1023
    public TidClock(int clockId) {
        this.clockId = clockId & 1023;
    }

    /// The next identifier at or after the given time.
    public String next(long nowMicros) {
        lastMicros = Math.max(lastMicros + 1, nowMicros);
        return of(lastMicros, clockId);
    }

    /// The identifier of one microsecond and clock.
    public static String of(long micros, int clockId) {
        long value = (micros << 10) | clockId;
        char[] text = new char[13];
        for (int i = 12; i >= 0; i--) {
            text[i] = ALPHABET.charAt((int) (value & 31));
            value >>>= 5;
        }
        return new String(text);
    }
}

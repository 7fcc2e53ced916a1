package net.atrelay.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import net.atrelay.store.record.UnreadableRecord;

/// A pair of functions that write and read a stored record.
///
/// @param decode refuses with [UnreadableRecord] and with nothing else
public record Codec<T>(Function<byte[], T> decode, Function<T, byte[]> encode) {
    private static final CBORMapper MAPPER = new CBORMapper();

    /// Whether a record that was read has to be written again as it was found.
    public enum Fidelity {
        /// Every element, whatever form its CBOR has.
        WHOLE,
        /// What was read is read again; texts are made printable, or times are turned into this process's own.
        STABLE
    }

    /// What is read is written with the same meaning; what is not is refused in the one way that is declared.
    public FuzzTarget target(String name, int version, Fidelity fidelity, List<T> samples) {
        return new FuzzTarget(name, samples.stream().map(encode).toList(), input -> {
            T value;
            try {
                value = decode.apply(input);
            } catch (UnreadableRecord refused) {
                return;
            }
            byte[] encoded = encode.apply(value);
            JsonNode meant = MAPPER.readTree(input);
            if (fidelity == Fidelity.WHOLE && meant.get(0).asInt() == version) {
                assertEquals(meant.toString(), MAPPER.readTree(encoded).toString());
            }
            assertStable(encoded, fidelity);
        });
    }

    private void assertStable(byte[] encoded, Fidelity fidelity) throws IOException {
        byte[] again = encode.apply(decode.apply(encoded));
        if (fidelity == Fidelity.WHOLE) {
            assertArrayEquals(encoded, again);
        } else {
            assertEquals(MAPPER.readTree(encoded).size(), MAPPER.readTree(again).size());
        }
    }
}

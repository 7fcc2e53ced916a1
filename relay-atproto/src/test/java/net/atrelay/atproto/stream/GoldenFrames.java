package net.atrelay.atproto.stream;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// Ten consecutive frames of one account, made for this project: V1 to V10, `seq` 101 to 110.
public final class GoldenFrames {
    /// Frames by name, in order.
    public static final Map<String, byte[]> ALL = load();

    private GoldenFrames() {}

    /// A copy of the frame with this name.
    public static byte[] frame(String name) {
        return Objects.requireNonNull(ALL.get(name), name).clone();
    }

    private static Map<String, byte[]> load() {
        try (InputStream in = Objects.requireNonNull(GoldenFrames.class.getResourceAsStream("golden-frames.txt"))) {
            Map<String, byte[]> frames = new LinkedHashMap<>();
            new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().forEach(line -> {
                int space = line.indexOf(' ');
                frames.put(line.substring(0, space), Base64.getDecoder().decode(line.substring(space + 1)));
            });
            return frames;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package net.atrelay.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Frames with their keys in a file, in the order in which hosts say them. For each: the key (modified UTF-8 after its
/// length), the frame's length (4 bytes), the frame.
final class FrameFile {
    private FrameFile() {}

    static void write(Path file, List<SignedFrame> frames) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            for (SignedFrame frame : frames) {
                out.writeUTF(frame.didKey());
                out.writeInt(frame.bytes().length);
                out.write(frame.bytes());
            }
        }
    }

    static DataInputStream open(Path file) throws IOException {
        return new DataInputStream(new BufferedInputStream(Files.newInputStream(file)));
    }

    /// The next frames.
    static List<SignedFrame> read(DataInputStream in, int count) throws IOException {
        List<SignedFrame> frames = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String didKey = in.readUTF();
            byte[] bytes = new byte[in.readInt()];
            in.readFully(bytes);
            frames.add(new SignedFrame(didKey, bytes));
        }
        return frames;
    }
}

package net.atrelay.ingest.host;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.atrelay.ingest.IngestConfig;

/// A second reading of RFC 6455, as plain as it goes: the binary messages of a server before the first thing that it
/// must not do, or its close.
final class PlainWebSocket {
    private static final int FINAL = 0x80;
    private static final int CONTINUATION = 0;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PONG = 10;

    private final ByteBuffer bytes;
    private final IngestConfig config;
    private final List<byte[]> messages = new ArrayList<>();
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private boolean inMessage;
    private int fragments;
    private int controlFrames;

    PlainWebSocket(byte[] bytes, IngestConfig config) {
        this.bytes = ByteBuffer.wrap(bytes);
        this.config = config;
    }

    List<byte[]> messages() {
        try {
            while (bytes.hasRemaining() && isFrameTaken()) {
                // the frame has been taken
            }
        } catch (BufferUnderflowException e) {
            // the last frame is not whole
        }
        return messages;
    }

    private boolean isFrameTaken() {
        int head = bytes.get() & 0xff;
        int opcode = head & 0x7f;
        boolean isFinal = head >= FINAL;
        long length = length(bytes.get() & 0xff);
        boolean isControl = opcode >= CLOSE && opcode <= PONG;
        if (length < 0 || length > config.sockets().frameBytesMax() || isControl && (!isFinal || length > 125)) {
            return false;
        }
        if (isControl) {
            take(length);
            controlFrames++;
            return opcode != CLOSE && controlFrames <= config.patience().controlFramesMax();
        }
        if (opcode != (inMessage ? CONTINUATION : BINARY)) {
            return false;
        }
        byte[] payload = take(length);
        fragments++;
        message.writeBytes(payload);
        inMessage = !isFinal;
        if (fragments > config.patience().fragmentsPerMessageMax()
                || message.size() > config.sockets().frameBytesMax()) {
            return false;
        }
        if (isFinal) {
            messages.add(message.toByteArray());
            message.reset();
            fragments = 0;
        }
        return true;
    }

    /// Negative for a masked frame and for a length that is not written as short as it can be.
    private long length(int code) {
        if (code < 126) {
            return code;
        }
        if (code == 126) {
            int length = bytes.getShort() & 0xffff;
            return length < 126 ? -1 : length;
        }
        if (code == 127) {
            long length = bytes.getLong();
            return length < 1 << 16 ? -1 : length;
        }
        return -1;
    }

    private byte[] take(long length) {
        byte[] taken = new byte[(int) Math.min(length, bytes.remaining())];
        bytes.get(taken);
        if (taken.length < length) {
            throw new BufferUnderflowException();
        }
        return taken;
    }
}

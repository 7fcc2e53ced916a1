package net.atrelay.atproto.car;

import java.nio.charset.StandardCharsets;

/// Keys of the CAR header, in canonical order.
final class CarHeader {
    static final byte[] ROOTS = "roots".getBytes(StandardCharsets.US_ASCII);
    static final byte[] VERSION = "version".getBytes(StandardCharsets.US_ASCII);

    private CarHeader() {}
}

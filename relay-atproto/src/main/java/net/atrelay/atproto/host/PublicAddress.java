package net.atrelay.atproto.host;

import java.net.InetAddress;

/// Which addresses a relay may connect to when a stranger chose the name (SSRF guard). To be asked of the *resolved*
/// address, at each connection and each redirect, so that a name that changes its address gains nothing. Pure; looks
/// nothing up.
public final class PublicAddress {
    /// Networks that are not the public internet (IANA special-purpose registries): address, then length of the prefix.
    private static final int[][] REFUSED_V4 = {
        {0, 0, 0, 0, 8},
        {10, 0, 0, 0, 8},
        {100, 64, 0, 0, 10},
        {127, 0, 0, 0, 8},
        {169, 254, 0, 0, 16},
        {172, 16, 0, 0, 12},
        {192, 0, 0, 0, 24},
        {192, 0, 2, 0, 24},
        {192, 88, 99, 0, 24},
        {192, 168, 0, 0, 16},
        {198, 18, 0, 0, 15},
        {198, 51, 100, 0, 24},
        {203, 0, 113, 0, 24},
        {224, 0, 0, 0, 4},
        {240, 0, 0, 0, 4}
    };
    private static final int V4_BYTES = 4;
    private static final int V6_BYTES = 16;

    private PublicAddress() {}

    /// Whether this address lies on the public internet.
    public static boolean isPublic(InetAddress address) {
        return isPublic(address.getAddress());
    }

    /// Whether these 4 or 16 bytes, in network order, are an address on the public internet.
    public static boolean isPublic(byte[] address) {
        return switch (address.length) {
            case V4_BYTES -> isPublicV4(address);
            case V6_BYTES -> isPublicV6(address);
            default -> false;
        };
    }

    /// Whether this port may be connected to on an address that a stranger chose.
    public static boolean isAllowedPort(int port) {
        return port == 80 || port == 443;
    }

    private static boolean isPublicV4(byte[] address) {
        int number = 0;
        for (byte part : address) {
            number = number << 8 | (part & 0xff);
        }
        for (int[] network : REFUSED_V4) {
            int base = network[0] << 24 | network[1] << 16 | network[2] << 8 | network[3];
            if ((number ^ base) >>> (32 - network[4]) == 0) {
                return false;
            }
        }
        return true;
    }

    /// Only global unicast, `2000::/3`: that leaves out loopback, link-local, unique local, multicast, IPv4-mapped and
    /// NAT64 (`64:ff9b::/96`). Inside it, not the networks that stand for other addresses or for documentation.
    private static boolean isPublicV6(byte[] address) {
        int first = (address[0] & 0xff) << 8 | (address[1] & 0xff);
        int second = (address[2] & 0xff) << 8 | (address[3] & 0xff);
        boolean globalUnicast = first >>> 13 == 1;
        boolean protocolAssignments = first == 0x2001 && second >>> 9 == 0;
        boolean documentation = (first == 0x2001 && second == 0x0db8) || (first == 0x3fff && second >>> 12 == 0);
        boolean sixToFour = first == 0x2002;
        return globalUnicast && !protocolAssignments && !documentation && !sixToFour;
    }
}

package net.atrelay.verify.identity.http;

import java.time.Duration;

/// Limits of one request.
///
/// @param nameTimeout longest time for the look-up of a name's addresses
/// @param connectTimeout longest time for the TCP connect to one address
/// @param bodyBytesMax longest body that is read
/// @param headerLineBytesMax longest line of a response's head
/// @param headersMax headers of a response
/// @param addressesMax addresses of a name that are tried
/// @param resolverThreads look-ups of addresses at the same time
/// @param retryAfterMax longest time that a host or domain is left alone because it wishes so (`Retry-After`)
public record HttpLimits(
        Duration nameTimeout,
        Duration connectTimeout,
        int bodyBytesMax,
        int headerLineBytesMax,
        int headersMax,
        int addressesMax,
        int resolverThreads,
        Duration retryAfterMax) {
    public static final HttpLimits DEFAULTS = new HttpLimits(
            Duration.ofSeconds(5), Duration.ofSeconds(3), 256 << 10, 8 << 10, 100, 4, 64, Duration.ofHours(1));

    public HttpLimits {
        require(nameTimeout.isPositive(), "nameTimeout", "> 0");
        require(connectTimeout.isPositive(), "connectTimeout", "> 0");
        require(bodyBytesMax > 0 && bodyBytesMax <= 16 << 20, "bodyBytesMax", "1 to 16777216");
        require(headerLineBytesMax >= 64, "headerLineBytesMax", ">= 64");
        require(headersMax > 0, "headersMax", "> 0");
        require(addressesMax > 0, "addressesMax", "> 0");
        require(resolverThreads > 0, "resolverThreads", "> 0");
        require(!retryAfterMax.isNegative(), "retryAfterMax", ">= 0");
    }

    private static void require(boolean holds, String name, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": out of bounds (expected: " + rule + ")");
        }
    }
}

package net.atrelay.fanout.admin;

import java.net.InetAddress;
import net.atrelay.fanout.query.Arguments;
import org.jspecify.annotations.Nullable;

/// A request for a route.
///
/// @param route where it is for; its method fits
/// @param arguments of the query
/// @param body as it came, of bounded size
/// @param authorization header of that name; null when there is none
/// @param client who asks
public record AdminCall(
        AdminRoute route,
        Arguments arguments,
        byte[] body,
        @Nullable String authorization,
        InetAddress client) {}

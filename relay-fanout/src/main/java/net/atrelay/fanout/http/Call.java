package net.atrelay.fanout.http;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.InetAddress;

/// A whole request, copied out of the network's buffers.
///
/// @param target path and query as they came, from the first slash; `*` for a request about the server;
/// printable ASCII
/// @param body bounded by the configuration
/// @param keepAlive whether the client wants to go on after the answer
/// @param client behind trusted proxies the address that they name
record Call(HttpMethod method, String target, HttpHeaders headers, byte[] body, boolean keepAlive, InetAddress client) {
    /// The target without its query.
    String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }
}

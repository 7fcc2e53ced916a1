package net.atrelay.sim.http;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A request's path and parameters, decoded.
public record Query(QueryStringDecoder uri) {

    /// The path without parameters.
    public String path() {
        return uri.path();
    }

    /// The first value of a parameter, null when it is not given.
    public @Nullable String parameter(String name) {
        List<String> values = uri.parameters().get(name);
        return values == null || values.isEmpty() ? null : values.getFirst();
    }
}

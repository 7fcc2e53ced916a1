package net.atrelay.verify.identity.http;

import net.atrelay.verify.HttpOutcome;
import org.jspecify.annotations.Nullable;

/// How a request ended.
public sealed interface Fetched {
    /// A whole response.
    ///
    /// @param status of HTTP
    /// @param body empty when the status promises none that is read
    /// @param server the `Server` header; null when there is none
    /// @param retryAfter the `Retry-After` header; null when there is none
    record Answered(
            int status,
            byte[] body,
            @Nullable String server,
            @Nullable String retryAfter) implements Fetched {}

    /// No response.
    ///
    /// @param outcome any but `ANSWERED`
    record Broken(HttpOutcome outcome) implements Fetched {}
}

package net.atrelay.fanout.query;

import net.atrelay.fanout.query.Answer.Json;
import net.atrelay.fanout.query.Answer.Refused;

/// `_health`: whether this relay can serve, for load balancers and operators (protocol reference §7.2).
public final class HealthQuery {
    private static final long RETRY_SECONDS = 5;

    private static final Json OK = new Json(JsonText.object(json -> json.writeStringField("status", "ok")));
    private static final Refused UNABLE =
            new Refused(XrpcError.NOT_ENOUGH_RESOURCES, "not able to serve at the moment", RETRY_SECONDS);

    private HealthQuery() {}

    public static Answer health(boolean healthy) {
        return healthy ? OK : UNABLE;
    }
}

package net.atrelay.fanout.admin;

import java.time.InstantSource;
import net.atrelay.fanout.admin.AdminMetrics.Outcome;
import net.atrelay.fanout.admin.token.AdminScope;
import net.atrelay.fanout.admin.token.AdminToken;
import net.atrelay.fanout.admin.token.Authentication;
import net.atrelay.fanout.query.Answer;
import net.atrelay.fanout.query.JsonText;
import net.atrelay.fanout.query.XrpcError;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers operators: finds out who asks, whether they may, and has each change on record. Any thread that may
/// block.
public final class AdminApi {
    private static final Logger LOG = LoggerFactory.getLogger(AdminApi.class);

    private static final Answer SUCCESS = JsonText.answerOfFields(json -> json.writeStringField("success", "true"));
    private static final Answer.Refused IS_OFF = new Answer.Refused(
            XrpcError.FORBIDDEN, "administration is off: this relay was started without admin tokens");
    private static final Answer.Refused NO_TOKEN = new Answer.Refused(
            XrpcError.AUTHENTICATION_REQUIRED,
            "an admin token is expected: as password of the user admin, or as bearer token");

    private final AdminConfig config;
    /// Null while administration is off.
    private final @Nullable Office office;

    /// What there is while administration is on.
    private record Office(Authentication authentication, Auditor auditor, Routes routes, AdminMetrics metrics) {}

    private AdminApi(AdminConfig config, @Nullable Office office) {
        this.config = config;
        this.office = office;
    }

    /// Administration that is off.
    public static AdminApi off() {
        return new AdminApi(AdminConfig.DEFAULTS, null);
    }

    /// Reads the file of tokens, and says in the log whether administration is on.
    ///
    /// @throws IllegalArgumentException when that file cannot be read or understood; the message has no secret
    public static AdminApi open(AdminConfig config, AdminSources sources, AdminMetrics metrics) {
        if (!config.isOn()) {
            LOG.info("administration is off: neither RELAY_ADMIN_TOKENS nor RELAY_ADMIN_TOKENS_FILE is set");
            return new AdminApi(config, null);
        }
        Authentication authentication =
                new Authentication(config.tokens(), config.tokensFileOrNull(), System::nanoTime);
        metrics.showTokens(() -> authentication.tokens().list().size());
        LOG.atInfo()
                .addKeyValue("tokens", authentication.tokens().list().size())
                .log("administration is on");
        Auditor auditor = new Auditor(sources.audit(), config.auditRecordsMax(), InstantSource.system());
        return new AdminApi(config, new Office(authentication, auditor, new Routes(sources), metrics));
    }

    public AdminConfig config() {
        return config;
    }

    /// Answers a call; [XrpcError#AUTHENTICATION_REQUIRED] or [XrpcError#FORBIDDEN] where its sender may not ask.
    ///
    /// @throws RuntimeException for a fault of the relay's; a change is then on record as failed
    public Answer answer(AdminCall call) {
        if (office == null) {
            return IS_OFF;
        }
        AdminToken token = office.authentication.tokenOf(call.authorization());
        if (token == null) {
            office.metrics.unauthenticated();
            return NO_TOKEN;
        }
        try {
            Answer answer = answer(office, token, call);
            office.metrics.called(call.route(), Outcome.DONE);
            return answer;
        } catch (AdminRefusal refusal) {
            office.metrics.called(call.route(), Outcome.REFUSED);
            return refusal.answer();
        } catch (RuntimeException fault) {
            office.metrics.called(call.route(), Outcome.FAILED);
            throw fault;
        }
    }

    private static Answer answer(Office office, AdminToken token, AdminCall call) {
        AdminScope scope = call.route().scope();
        if (!token.scopes().contains(scope)) {
            AdminRefusal refusal = new AdminRefusal(
                    new Answer.Refused(XrpcError.FORBIDDEN, "this token lacks the scope " + scope.word()));
            if (!call.route().isRead()) {
                office.auditor.refused(token, call, refusal);
            }
            throw refusal;
        }
        if (call.route().isRead()) {
            return office.routes.page(call);
        }
        office.auditor.run(token, call, () -> office.routes.change(call));
        return SUCCESS;
    }
}

package net.atrelay.fanout.admin;

import net.atrelay.fanout.query.Answer;
import net.atrelay.fanout.query.XrpcError;

/// Why a request is not done, in words for its sender.
final class AdminRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Answer.Refused answer;

    AdminRefusal(Answer.Refused answer) {
        super(answer.message(), null, false, false);
        this.answer = answer;
    }

    static AdminRefusal badRequest(String message) {
        return new AdminRefusal(new Answer.Refused(XrpcError.INVALID_REQUEST, message));
    }

    static AdminRefusal unknownHost() {
        return new AdminRefusal(new Answer.Refused(XrpcError.HOST_NOT_FOUND, "this relay does not know such a host"));
    }

    Answer.Refused answer() {
        return answer;
    }
}

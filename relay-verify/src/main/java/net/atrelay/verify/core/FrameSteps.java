package net.atrelay.verify.core;

import net.atrelay.atproto.stream.AccountFrame;
import net.atrelay.atproto.stream.CommitFrame;
import net.atrelay.atproto.stream.ErrorFrame;
import net.atrelay.atproto.stream.Frame;
import net.atrelay.atproto.stream.FrameReason;
import net.atrelay.atproto.stream.IdentityFrame;
import net.atrelay.atproto.stream.InfoFrame;
import net.atrelay.atproto.stream.MessageFrame;
import net.atrelay.atproto.stream.SyncFrame;
import net.atrelay.store.account.AccountState;
import net.atrelay.verify.core.Input.FrameInput;

/// What a frame from a host does to an account: the checks that all messages share, then those of its type.
final class FrameSteps {
    private FrameSteps() {}

    static Step step(AccountState state, FrameInput input, FoldContext context) {
        Judgement judgement = new Judgement(state, input, context);
        judge(judgement, input.frame());
        return judgement.step();
    }

    private static void judge(Judgement judgement, Frame frame) {
        switch (frame) {
            case Frame.Malformed(var reason) -> judgement.fails(reasonOf(reason));
            case Frame.UnknownType _, Frame.UnknownOp _, InfoFrame _, ErrorFrame _ ->
                judgement.fails(Reason.UNKNOWN_TYPE);
            case MessageFrame message -> {
                if (isNewFromHost(judgement, message)) {
                    judge(judgement, message);
                }
            }
        }
    }

    private static boolean isNewFromHost(Judgement judgement, MessageFrame message) {
        var raw = judgement.raw();
        AccountState state = judgement.state();
        if (!message.did().equals(state.did()) && judgement.fails(Reason.ROUTED_WRONGLY)) {
            return false;
        }
        if (state.hasTaken(raw.host(), raw.epoch(), raw.hostSeq()) && judgement.fails(Reason.DUPLICATE)) {
            return false;
        }
        return state.did().isSupported() || !judgement.fails(Reason.DID_METHOD);
    }

    private static void judge(Judgement judgement, MessageFrame message) {
        switch (message) {
            case CommitFrame commit -> CommitSteps.judge(judgement, commit);
            case SyncFrame sync -> SyncSteps.judge(judgement, sync);
            case IdentityFrame identity -> IdentitySteps.judge(judgement, identity);
            case AccountFrame account -> AccountSteps.judge(judgement, account);
        }
    }

    private static Reason reasonOf(FrameReason reason) {
        return switch (reason) {
            case FRAME_TOO_LARGE,
                    FRAME_TRUNCATED,
                    FRAME_TRAILING_BYTES,
                    FRAME_CBOR_INVALID,
                    FRAME_NOT_MAPS,
                    HEADER_OP,
                    HEADER_TYPE,
                    PAYLOAD_NOT_DRISL -> Reason.MALFORMED;
            case MISSING_FIELD, WRONG_TYPE -> Reason.FIELDS_INVALID;
            case SEQ_RANGE, DID_SYNTAX, TID_SYNTAX, DATETIME_SYNTAX, CID_FORM -> Reason.SYNTAX_INVALID;
            case BLOCKS_SIZE, OPS_TOO_MANY -> Reason.OVER_LIMIT;
            case OP_ACTION, OP_PATH, OP_DUPLICATE_PATH, OP_SHAPE -> Reason.OPS_INVALID;
            case TOO_LARGE_TO_EMIT -> Reason.EVENT_TOO_LARGE;
        };
    }
}

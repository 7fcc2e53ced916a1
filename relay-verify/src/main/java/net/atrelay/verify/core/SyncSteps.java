package net.atrelay.verify.core;

import net.atrelay.atproto.stream.SyncFrame;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.IdentityRecord;
import net.atrelay.store.account.RepoHead;

/// `#sync`: the host states the current commit without its history (spec: sync; protocol reference §5.7). A newer
/// one replaces the head and heals a broken chain.
final class SyncSteps {
    private SyncSteps() {}

    static void judge(Judgement judgement, SyncFrame frame) {
        IdentityRecord identity = Authority.shown(judgement);
        if (identity == null || !Hosting.active(judgement) || Revs.isTooFarAhead(judgement, frame.rev())) {
            return;
        }
        RepoHead head = judgement.state().head();
        if (head != null && frame.rev().value().compareTo(head.rev()) < 0 && judgement.fails(Reason.REV_NOT_NEWER)) {
            return;
        }
        RepoHead stated = Heads.ofSync(judgement, frame, identity);
        if (stated != null) {
            adopt(judgement, frame, stated);
        }
    }

    private static void adopt(Judgement judgement, SyncFrame frame, RepoHead stated) {
        AccountState state = judgement.state();
        RepoHead head = state.head();
        if (head == null) {
            judgement.accept(state.withHead(stated), Events.passed(judgement, frame));
        } else if (!head.rev().equals(stated.rev())) {
            judgement.accept(state.withHead(stated.after(head)), Events.passed(judgement, frame));
        } else if (head.commit().equals(stated.commit())) {
            judgement.accept(state.withHead(confirmed(head)), Events.passed(judgement, frame));
        } else {
            judgement.state(
                    state.withHead(new RepoHead(head.rev(), head.commit(), head.data(), true, head.listedRev())));
            judgement.fails(Reason.FORK);
        }
    }

    /// The host says that it has what we have: it takes back what it has listed before.
    private static RepoHead confirmed(RepoHead head) {
        return head.listed(null).after(head);
    }
}

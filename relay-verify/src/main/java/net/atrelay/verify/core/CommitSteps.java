package net.atrelay.verify.core;

import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.mst.VisibleTree;
import net.atrelay.atproto.repo.CollectionSet;
import net.atrelay.atproto.stream.CommitFrame;
import net.atrelay.atproto.syntax.Tid;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.IdentityRecord;
import net.atrelay.store.account.RepoHead;
import net.atrelay.verify.core.RepoProofs.Proof;

/// `#commit` (spec: sync, Message Validation Checklist; protocol reference §5.5): cheap checks first; the head
/// moves only when the event goes out.
final class CommitSteps {
    private CommitSteps() {}

    static void judge(Judgement judgement, CommitFrame frame) {
        IdentityRecord identity = Authority.shown(judgement);
        if (identity == null
                || !Hosting.active(judgement)
                || Revs.isNotNewer(judgement, frame.rev())
                || Revs.isTooFarAhead(judgement, frame.rev())) {
            return;
        }
        if (frame.rebase() || frame.tooBig()) {
            judgement.fails(Reason.RETIRED_FLAG);
        }
        if (lacksPrevious(judgement, frame) && judgement.fails(Reason.PREVIOUS_MISSING)) {
            return;
        }
        Proof.Proven proven = Heads.ofCommit(judgement, frame, identity);
        if (proven != null) {
            RepoHead head = chained(judgement, frame, Heads.head(frame.rev(), proven));
            CollectionSet collections = collections(judgement, proven.tree());
            AccountState next = judgement.state().withHead(head).withCollections(collections);
            judgement.accept(next, Events.passed(judgement, frame));
        }
    }

    /// The collections of the repo as the commit's own slice shows them. They take up so much room at most; those
    /// that were known first keep theirs.
    private static CollectionSet collections(Judgement judgement, VisibleTree tree) {
        int namesBytesMax = judgement.context().collectionNamesBytesMax();
        if (namesBytesMax == 0) {
            return CollectionSet.NONE;
        }
        CollectionSet known = judgement.state().collections();
        CollectionSet seen = tree.collections(known);
        if (seen.namesBytes() <= namesBytesMax) {
            return seen;
        }
        judgement.fails(Reason.COLLECTIONS_OVER_LIMIT);
        return seen.within(namesBytesMax, known);
    }

    /// Only the first commit of a repo has nothing before it.
    private static boolean lacksPrevious(Judgement judgement, CommitFrame frame) {
        return frame.prevData() == null && (judgement.state().head() != null || frame.since() != null);
    }

    /// A valid commit that does not follow the newest accepted one goes out all the same, as new baseline: events
    /// were missed, and consumers repair themselves (proposal 0006). The mark stays until a `#sync`.
    private static RepoHead chained(Judgement judgement, CommitFrame frame, RepoHead proven) {
        RepoHead head = judgement.state().head();
        if (head == null) {
            return proven;
        }
        Tid since = frame.since();
        boolean sinceDiffers = since == null || !since.value().equals(head.rev());
        if (sinceDiffers) {
            judgement.fails(Reason.SINCE_DIFFERS);
        }
        Cid prevData = frame.prevData();
        boolean broken = prevData == null ? sinceDiffers : !prevData.equals(head.data());
        if (broken) {
            judgement.fails(Reason.CHAIN_BROKEN);
        }
        boolean desynchronized = broken || head.desynchronized();
        return new RepoHead(proven.rev(), proven.commit(), proven.data(), desynchronized).after(head);
    }
}

package net.atrelay.fanout.admin;

import java.util.Locale;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.fanout.Consumers;
import net.atrelay.fanout.query.Answer;
import net.atrelay.fanout.query.XrpcError;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.AccountTable;
import net.atrelay.store.account.LocalStatus;
import net.atrelay.store.control.AccountControls;
import org.jspecify.annotations.Nullable;

/// Changes of accounts and consumers. Stateless.
final class AccountChanges {
    private final AccountControls accounts;
    private final AccountTable table;
    private final Consumers consumers;

    AccountChanges(AccountControls accounts, AccountTable table, Consumers consumers) {
        this.accounts = accounts;
        this.table = table;
        this.consumers = consumers;
    }

    /// `repo/takeDown`, body `{"did"}`: an account that is not known yet is taken down all the same.
    Change takeDown(AdminCall call) {
        Did did = Parameters.did(RequestBody.of(call).text("did"));
        return new Change(did.value(), () -> ruled(did, table.find(did), true));
    }

    /// `repo/reverseTakedown`, body `{"did"}`.
    Change reverseTakedown(AdminCall call) {
        Did did = Parameters.did(RequestBody.of(call).text("did"));
        return new Change(did.value(), () -> {
            AccountState before = table.find(did);
            if (before == null) {
                throw new AdminRefusal(
                        new Answer.Refused(XrpcError.REPO_NOT_FOUND, "this relay does not know such an account"));
            }
            return ruled(did, before, false);
        });
    }

    /// `consumers/disconnect`, body `{"id"}`.
    Change disconnect(AdminCall call) {
        Long id = RequestBody.of(call).numberOrNull("id", 1, Long.MAX_VALUE);
        if (id == null) {
            throw AdminRefusal.badRequest("id: that of a consumer is expected");
        }
        return new Change(Long.toString(id), () -> {
            if (!consumers.disconnect(id)) {
                throw new AdminRefusal(new Answer.Refused(XrpcError.CONSUMER_NOT_FOUND, "no such consumer is here"));
            }
            return new Change.Done(null, null);
        });
    }

    private Change.Done ruled(Did did, @Nullable AccountState before, boolean down) {
        AccountState after = Change.await(accounts.takedown(did, down));
        return new Change.Done(word(before == null ? LocalStatus.ACTIVE : before.local()), word(after.local()));
    }

    private static String word(LocalStatus local) {
        return local.name().toLowerCase(Locale.ROOT);
    }
}

package net.atrelay.fanout.admin;

import net.atrelay.fanout.query.Answer;

/// Which page or change each route is. Stateless.
final class Routes {
    private final HostChanges hostChanges;
    private final RuleChanges ruleChanges;
    private final AccountChanges accountChanges;
    private final HostPages hostPages;
    private final RulePages rulePages;
    private final AccountPages accountPages;

    Routes(AdminSources sources) {
        hostChanges = new HostChanges(sources.hosts());
        ruleChanges = new RuleChanges(sources.rules());
        accountChanges = new AccountChanges(sources.accounts(), sources.accountTable(), sources.consumers());
        hostPages = new HostPages(sources);
        rulePages = new RulePages(sources.rules());
        accountPages = new AccountPages(sources);
    }

    /// What a route that reads has to say; throws [AdminRefusal].
    Answer page(AdminCall call) {
        return switch (call.route()) {
            case LIST_HOSTS -> hostPages.list();
            case LIST_CONNECTED -> hostPages.connected();
            case GET_HOST -> hostPages.host(call);
            case GET_JOURNAL -> hostPages.journal(call);
            case LIST_BANS -> hostPages.bans();
            case GET_ENABLED -> rulePages.enabled();
            case GET_PER_DAY_LIMIT -> rulePages.perDayLimit();
            case LIST_DOMAIN_BANS -> rulePages.domainBans();
            case GET_TIERS -> rulePages.tiers();
            case LIST_TAKEDOWNS -> accountPages.takedowns(call);
            case GET_ACCOUNT -> accountPages.account(call);
            case LIST_CONSUMERS -> accountPages.consumers();
            case LIST_AUDIT -> accountPages.audit(call);
            default -> throw new IllegalStateException("route: " + call.route() + " (expected: one that reads)");
        };
    }

    /// What a route that changes is to do; throws [AdminRefusal] when the request cannot be understood.
    Change change(AdminCall call) {
        return switch (call.route()) {
            case ADD_HOST -> hostChanges.add(call);
            case CHANGE_LIMITS -> hostChanges.changeLimits(call);
            case BLOCK_HOST -> hostChanges.block(call);
            case UNBLOCK_HOST -> hostChanges.unblock(call);
            case KILL_UPSTREAM -> hostChanges.kill(call);
            case RESET_CURSOR -> hostChanges.resetCursor(call);
            case SET_ENABLED -> ruleChanges.setEnabled(call);
            case SET_PER_DAY_LIMIT -> ruleChanges.setPerDayLimit(call);
            case BAN_DOMAIN -> ruleChanges.banDomain(call);
            case UNBAN_DOMAIN -> ruleChanges.unbanDomain(call);
            case SET_TIERS -> ruleChanges.setTiers(call);
            case TAKE_DOWN -> accountChanges.takeDown(call);
            case REVERSE_TAKEDOWN -> accountChanges.reverseTakedown(call);
            case DISCONNECT_CONSUMER -> accountChanges.disconnect(call);
            default -> throw new IllegalStateException("route: " + call.route() + " (expected: one that changes)");
        };
    }
}

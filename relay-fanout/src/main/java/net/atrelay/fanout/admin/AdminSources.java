package net.atrelay.fanout.admin;

import net.atrelay.fanout.Consumers;
import net.atrelay.store.account.AccountCounts;
import net.atrelay.store.account.AccountTable;
import net.atrelay.store.account.TakedownIndex;
import net.atrelay.store.audit.AuditTable;
import net.atrelay.store.control.AccountControls;
import net.atrelay.store.control.HostControls;
import net.atrelay.store.control.RuleControls;
import net.atrelay.store.host.HostTable;
import net.atrelay.store.host.JournalView;

/// What administration reads and changes.
public record AdminSources(
        HostControls hosts,
        RuleControls rules,
        AccountControls accounts,
        Consumers consumers,
        HostTable hostTable,
        JournalView journals,
        AccountTable accountTable,
        AccountCounts accountCounts,
        TakedownIndex takedowns,
        AuditTable audit) {}

package net.atrelay.store.kafka;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.LocalStatus;
import net.atrelay.store.audit.AuditTable;
import net.atrelay.store.host.CrawlRuleTable;
import net.atrelay.store.log.Followed;
import net.atrelay.store.log.Note;
import net.atrelay.store.log.WishAnswer;
import net.atrelay.store.rocks.RocksStore;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/// What an operator at a fan-out node asks of the cluster. Each method returns once it is durable and this node shows
/// it, or throws when that has taken too long ([Patience]); it may be done later then. Any thread that may block.
public final class ClusterAdmin {
    private final RocksStore store;
    private final Arrivals arrivals = new Arrivals();
    private final Wishes wishes;
    private final Rulings rulings;
    private final CrawlRuleTable rules;
    private final AuditTable audit;

    /// @param caughtUp done when all that the topics hold at the call is in this node's log and tables
    ClusterAdmin(
            KafkaConfig config,
            Producer<byte[], byte[]> producer,
            Admin admin,
            RocksStore store,
            Supplier<CompletableFuture<?>> caughtUp) {
        this.store = store;
        ClusterTopics topics = ClusterTopics.of(config.topics());
        Patience patience = new Patience(config.changeTimeout());
        AdminTopic topic = new AdminTopic(producer, topics, arrivals);
        wishes = new Wishes(new ControlTopic(producer, topics), patience);
        rulings = new Rulings(producer, admin, topics, VerifyNode.group(config), caughtUp, patience);
        rules = new ClusterRules(store.crawlRules(), topic, patience::await);
        audit = new ClusterAudit(store.audit(), topic, patience);
    }

    /// What holds for all hosts.
    public CrawlRuleTable rules() {
        return rules;
    }

    public AuditTable audit() {
        return audit;
    }

    /// Takes an account down, also one never heard of, or lifts a takedown.
    ///
    /// @return the account's state after it
    public AccountState takedown(Did did, boolean down) {
        rulings.rule(new RawRecord.Ruling(did, LocalStatus.TAKENDOWN, down));
        AccountState state = store.accounts().find(did);
        return state == null ? AccountState.unknown(did) : state;
    }

    /// Adds a host in the operator's name.
    ///
    /// @param probed whether only once it has answered like one
    public WishAnswer invite(String hostname, boolean probed) {
        return wishes.ask(hostname, wish -> new ControlRecord.Invite(wish, probed));
    }

    /// Has a host read from another place on.
    ///
    /// @param cursor the host's own seq; null for its tip
    public WishAnswer resetCursor(String hostname, @Nullable Long cursor) {
        return wishes.ask(hostname, wish -> new ControlRecord.ResetCursor(wish, cursor));
    }

    /// Has a host's socket closed once.
    public WishAnswer disconnect(String hostname) {
        return wishes.ask(hostname, ControlRecord.Disconnect::new);
    }

    /// What was followed is in the tables. Appender thread.
    void onFollowed(Followed taken) {
        arrivals.passed(taken.place());
        for (Note note : taken.notes()) {
            if (note instanceof Note.Answer answer) {
                wishes.answered(answer);
            }
        }
    }
}

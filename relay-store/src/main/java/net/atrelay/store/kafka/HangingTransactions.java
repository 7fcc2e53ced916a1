package net.atrelay.store.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.atrelay.store.kafka.OpenTransaction.Fate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends what hangs: transactions of verify nodes that a partition has open while their coordinator is done with them.
///
/// A coordinator has the end of a transaction written into each of its partitions. Some brokers pass over a
/// partition that has no leader at that moment, as when all of them come back from an outage. Nothing behind the
/// transaction's first record is read then, as no time-out ends what the coordinator does not know of any more; and
/// the next transaction of the same producer there decides over both. So what was committed is ended as such before
/// its producer writes there again ([#endOwn]), and before a successor does ([#endLeft]).
///
/// A transaction hangs when the partition has it open, the coordinator, asked then, knows the partition as no part of
/// it, and the partition still has it open, asked again. It is ended as the coordinator has ended it
/// ([OpenTransaction#fate]). Where that cannot be told it is left to an operator. Any thread, unless said otherwise.
final class HangingTransactions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HangingTransactions.class);
    private static final int LOOKS_PER_TIMEOUT = 2;
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final TransactionStates states;
    private final EndMarker marker;
    private final Duration lookEvery;
    private final Consumer<Fate> counter;
    private final Set<OpenTransaction> told = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("relay-hanging-transactions").daemon().factory());

    /// This node's producer as it began; null when that is not known.
    private volatile @Nullable TransactionDescription began;

    /// Of the timer's thread: what was open at the last look, and why that failed.
    private Set<OpenTransaction> seen = Set.of();

    private String failed = "";

    @FunctionalInterface
    private interface Request<T> {
        T ask() throws ExecutionException, InterruptedException;
    }

    /// @param group of the verify nodes, in whose transactions its offsets are
    /// @param counter hears of each that hung, when it is ended or told of
    HangingTransactions(Admin admin, KafkaClients clients, String group, Consumer<Fate> counter) {
        this.states = new TransactionStates(admin, clients.config(), group);
        this.marker = new EndMarker(admin, clients);
        this.lookEvery = clients.config().transactionTimeout().dividedBy(LOOKS_PER_TIMEOUT);
        this.counter = counter;
    }

    /// Looks again and again, from now on.
    void start() {
        long every = lookEvery.toMillis();
        var _ = timer.scheduleWithFixedDelay(this::look, every, every, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /// What coordinators know of these transactional ids, by the number of the producer. Asked before something shuts
    /// their producers out, which makes coordinators forget how the last transaction ended. Waits for brokers.
    Map<Long, TransactionDescription> known(Collection<String> transactionalIds) {
        return patiently(() -> states.describe(transactionalIds), Map.of());
    }

    /// Ends what hangs of producers that are shut out by now. Waits for brokers.
    ///
    /// @param before what was known of them before that
    void endLeft(Map<Long, TransactionDescription> before) {
        if (before.isEmpty()) {
            return;
        }
        var _ = patiently(
                () -> {
                    Set<OpenTransaction> left = openNow();
                    left.removeIf(open -> !before.containsKey(open.producerId()));
                    if (!left.isEmpty()) {
                        removeUnderWay(left, states.owners(left));
                    }
                    for (OpenTransaction open : left) {
                        end(open, Objects.requireNonNull(before.get(open.producerId())));
                    }
                    return true;
                },
                false);
    }

    /// A producer of this node has begun, and shut out all others of its transactional id. Waits for brokers.
    void begins(String transactionalId) {
        began = known(List.of(transactionalId)).values().stream().findFirst().orElse(null);
    }

    /// Ends what hangs of a producer that is asked to wait meanwhile, with a transaction open in which there is
    /// nothing but offsets: the coordinator is done with the one before. Waits for brokers.
    void endOwn(String transactionalId) {
        var _ = patiently(
                () -> {
                    Map<Long, TransactionDescription> owners = states.describe(List.of(transactionalId));
                    for (OpenTransaction open : openNow()) {
                        TransactionDescription owner = owners.get(open.producerId());
                        if (owner != null && !open.isUnderWay(owner)) {
                            end(open, owner, open.isOfLiving(owner, began) ? Fate.COMMITTED : open.fate(owner));
                        }
                    }
                    return true;
                },
                false);
    }

    /// Ends what hangs since the last look. On one thread at a time.
    void look() {
        try {
            lookOnce();
            failed = "";
        } catch (ExecutionException | RuntimeException e) {
            onFailure(Failure.cause(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookOnce() throws ExecutionException, InterruptedException {
        Set<OpenTransaction> now = openNow();
        Set<OpenTransaction> suspects = new HashSet<>(now);
        suspects.retainAll(seen);
        seen = now;
        if (suspects.isEmpty()) {
            return;
        }
        Map<Long, TransactionDescription> owners = states.owners(suspects);
        removeUnderWay(suspects, owners);
        if (suspects.isEmpty()) {
            return;
        }
        suspects.retainAll(openNow());
        for (OpenTransaction open : suspects) {
            TransactionDescription owner = owners.get(open.producerId());
            if (owner != null) {
                end(open, owner);
            } else if (!TransactionStates.hasOffsets(open.partition())) {
                tell(open, "unknown");
            }
        }
    }

    private static void removeUnderWay(Set<OpenTransaction> open, Map<Long, TransactionDescription> owners) {
        open.removeIf(each -> {
            TransactionDescription owner = owners.get(each.producerId());
            return owner != null && each.isUnderWay(owner);
        });
    }

    private Set<OpenTransaction> openNow() throws ExecutionException, InterruptedException {
        Set<OpenTransaction> open = states.open();
        told.retainAll(open);
        return open;
    }

    private void end(OpenTransaction open, TransactionDescription owner)
            throws ExecutionException, InterruptedException {
        end(open, owner, open.fate(owner));
    }

    private void end(OpenTransaction open, TransactionDescription owner, Fate fate)
            throws ExecutionException, InterruptedException {
        switch (fate) {
            case COMMITTED -> marker.commit(open);
            case GIVEN_UP -> marker.giveUp(open);
            case UNKNOWN -> {
                tell(open, owner.state() + " at epoch " + owner.producerEpoch());
                return;
            }
        }
        counter.accept(fate);
        LOG.warn(
                "a transaction was ended that hung: over, and open in a partition; fate={} partition={} firstOffset={}"
                        + " producerId={} epoch={}",
                fate,
                open.partition(),
                open.firstOffset(),
                open.producerId(),
                open.epoch());
    }

    /// Once for each.
    private void tell(OpenTransaction open, String state) {
        if (told.add(open)) {
            counter.accept(Fate.UNKNOWN);
            LOG.error(
                    "a transaction hangs and must be ended by an operator: nothing behind its first record is read;"
                            + " partition={} firstOffset={} producerId={} epoch={} coordinator=\"{}\"",
                    open.partition(),
                    open.firstOffset(),
                    open.producerId(),
                    open.epoch(),
                    state);
        }
    }

    /// @param otherwise what is returned when brokers refuse
    private <T> T patiently(Request<T> request, T otherwise) {
        try {
            while (true) {
                try {
                    return request.ask();
                } catch (ExecutionException e) {
                    Throwable cause = Failure.cause(e);
                    if (!Failure.isPassing(cause)) {
                        LOG.warn("hanging transactions are not looked for ({})", Failure.text(cause));
                        return otherwise;
                    }
                    LOG.info("waiting to look for hanging transactions ({})", Failure.text(cause));
                    Thread.sleep(PAUSE);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return otherwise;
        }
    }

    private void onFailure(Throwable failure) {
        String text = Failure.text(failure);
        if (!Failure.isPassing(failure) && !text.equals(failed)) {
            failed = text;
            LOG.warn("hanging transactions are not looked for ({})", text);
        }
    }
}

package net.atrelay.store.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import net.atrelay.atproto.stream.EncodedFrame;
import net.atrelay.atproto.stream.FrameEncoder;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.AccountTable;
import net.atrelay.store.account.LocalStatus;
import net.atrelay.store.account.UpstreamStatus;
import net.atrelay.store.log.Followed;
import net.atrelay.store.log.Outcome;
import net.atrelay.store.log.PendingEvent;
import net.atrelay.store.log.TopicPlace;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Which events wait for the table of accounts, and for which part of it.
class AccountsFirstTest {
    private static final ClusterTopics TOPICS = ClusterTopics.of(KafkaConfig.Layout.DEFAULTS);
    private static final Did SHOWN = new Did("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa");
    private static final Did DOWN = new Did("did:plc:bbbbbbbbbbbbbbbbbbbbbbbb");
    private static final Did DOWN_AT_HOST = new Did("did:plc:cccccccccccccccccccccccc");
    private static final Did NEW = new Did("did:plc:dddddddddddddddddddddddd");
    private static final String TIME = "2026-01-01T00:00:00.000Z";

    private final List<TopicPartition> awaited = new ArrayList<>();

    @Test
    void whatTellsOfARulingWaitsForItsState() {
        assertWaits(SHOWN, account(SHOWN, false, "takendown"));
        assertWaits(SHOWN, account(SHOWN, false, "suspended"));
        assertWaits(NEW, account(NEW, false, "takendown"));
    }

    @Test
    void whatTellsOfAnotherStatusWaitsWhileTheTableHasARuling() {
        assertWaits(DOWN, account(DOWN, true, null));
        assertWaits(DOWN, account(DOWN, false, "deactivated"));
        assertWaits(DOWN_AT_HOST, account(DOWN_AT_HOST, true, null));
        assertGoesOn(account(SHOWN, true, null));
        assertGoesOn(account(SHOWN, false, "deactivated"));
        assertGoesOn(account(NEW, true, null));
    }

    @Test
    void onlyAccountFramesWait() {
        assertGoesOn(event(DOWN, FrameEncoder.identity(DOWN, TIME, null)));
    }

    @Test
    void allThatIsTakenOverAtOnceWaitsForAllOfIt() {
        var _ = before(account(DOWN, true, null), account(SHOWN, true, null), account(SHOWN, false, "suspended"));
        assertEquals(
                List.of(partitionOf(DOWN), partitionOf(SHOWN)).stream()
                        .sorted(this::byNumber)
                        .toList(),
                awaited.stream().sorted(this::byNumber).toList());
    }

    private void assertWaits(Did did, PendingEvent event) {
        awaited.clear();
        assertEquals(false, before(event).isDone());
        assertEquals(List.of(partitionOf(did)), awaited);
    }

    private void assertGoesOn(PendingEvent event) {
        awaited.clear();
        assertEquals(true, before(event).isDone());
        assertEquals(List.of(), awaited);
    }

    private CompletableFuture<Void> before(PendingEvent... events) {
        List<Outcome> outcomes = new ArrayList<>();
        for (PendingEvent event : events) {
            outcomes.add(new Outcome(event.did(), null, List.of(event), null, null, null, null));
        }
        return new AccountsFirst(TOPICS, new Table(), partitions -> {
                    awaited.addAll(partitions);
                    return new CompletableFuture<>();
                })
                .before(new Followed(
                        new TopicPlace(TOPICS.events(), 0, events.length),
                        outcomes,
                        List.of(),
                        List.of(),
                        List.of(),
                        0,
                        new CompletableFuture<>()));
    }

    private static TopicPartition partitionOf(Did did) {
        return new TopicPartition(TOPICS.accounts(), TOPICS.partitionOf(did));
    }

    private int byNumber(TopicPartition one, TopicPartition other) {
        return Integer.compare(one.partition(), other.partition());
    }

    private static PendingEvent account(Did did, boolean active, @Nullable String status) {
        return event(did, FrameEncoder.account(did, TIME, active, status));
    }

    private static PendingEvent event(Did did, EncodedFrame frame) {
        return new PendingEvent(frame.bytes(), frame.seqOffset(), frame.seqLength(), did, 0);
    }

    private static final class Table implements AccountTable {
        @Override
        public @Nullable AccountState find(Did did) {
            AccountState unknown = AccountState.unknown(did);
            if (did.equals(DOWN)) {
                return unknown.withLocal(LocalStatus.TAKENDOWN);
            }
            if (did.equals(DOWN_AT_HOST)) {
                return unknown.withUpstream(new UpstreamStatus(false, "takendown"));
            }
            return did.equals(NEW) ? null : unknown;
        }

        @Override
        public List<AccountState> list(@Nullable Did after, int limit) {
            throw new UnsupportedOperationException();
        }
    }
}

package net.atrelay.store.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import net.atrelay.atproto.syntax.Did;
import org.junit.jupiter.api.Test;

class InboxTest {
    private static final int SENDERS = 3;
    private static final int EACH = 50_000;

    @Test
    void theWorkOfEachSenderComesOutInItsOrder() throws InterruptedException {
        Inbox inbox = new Inbox(1_000, 1 << 20);
        List<Thread> senders = new ArrayList<>();
        for (int sender = 0; sender < SENDERS; sender++) {
            String prefix = "did:web:s" + sender + "n";
            senders.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < EACH; i++) {
                    inbox.offer(numbered(prefix, i));
                }
            }));
        }
        int[] next = new int[SENDERS];
        Deque<Work> taken = new ArrayDeque<>();
        for (int received = 0; received < SENDERS * EACH; ) {
            inbox.takeAll(taken);
            for (; !taken.isEmpty(); received++) {
                String text = ((Outcome) taken.removeFirst()).did().value();
                int sender = text.charAt("did:web:s".length()) - '0';
                assertEquals(next[sender]++, Integer.parseInt(text.substring("did:web:s0n".length())));
            }
            Thread.onSpinWait();
        }
        for (Thread sender : senders) {
            sender.join();
        }
        assertTrue(inbox.isEmpty());
    }

    @Test
    void theSleeperIsWokenByTheFirstAndByALimit() {
        Inbox inbox = new Inbox(3, 1 << 20);
        assertTrue(inbox.offer(numbered("did:web:a", 0)));
        assertFalse(inbox.offer(numbered("did:web:a", 1)));
        assertFalse(inbox.isFull());
        assertTrue(inbox.offer(numbered("did:web:a", 2)));
        assertTrue(inbox.isFull());
        assertFalse(inbox.offer(numbered("did:web:a", 3)));
        assertEquals(4, inbox.depth());
        assertEquals(4 * numbered("did:web:a", 0).weightBytes(), inbox.bytes());

        Deque<Work> taken = new ArrayDeque<>();
        inbox.takeAll(taken);
        assertEquals(4, taken.size());
        assertEquals(0, inbox.bytes());
        assertTrue(inbox.offer(numbered("did:web:a", 4)));
    }

    private static Outcome numbered(String prefix, int number) {
        return new Outcome(new Did(prefix + number), null, List.of(), null, null, null, null);
    }
}

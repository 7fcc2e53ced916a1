package net.atrelay.store.kafka;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import net.atrelay.store.log.Note;
import net.atrelay.store.log.WishAnswer;

/// Wishes of operators for single hosts, on their way to the nodes that read these and back. Any thread.
final class Wishes {
    private final ControlTopic control;
    private final Patience patience;
    private final Map<String, CompletableFuture<WishAnswer>> underway = new ConcurrentHashMap<>();

    Wishes(ControlTopic control, Patience patience) {
        this.control = control;
        this.patience = patience;
    }

    /// Sends a wish and waits for what becomes of it. Blocks.
    ///
    /// @param wish made with its token
    WishAnswer ask(String hostname, Function<String, ControlRecord> wish) {
        String token = UUID.randomUUID().toString();
        CompletableFuture<WishAnswer> answer = new CompletableFuture<>();
        underway.put(token, answer);
        try {
            return patience.await(control.send(hostname, wish.apply(token)).thenCompose(_ -> answer));
        } finally {
            underway.remove(token);
        }
    }

    /// An answer is in this node's tables, and what was changed before it.
    void answered(Note.Answer note) {
        CompletableFuture<WishAnswer> answer = underway.get(note.wish());
        if (answer != null) {
            answer.complete(note.answer());
        }
    }
}

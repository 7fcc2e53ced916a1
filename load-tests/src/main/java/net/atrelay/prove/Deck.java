package net.atrelay.prove;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;

/// Cards dealt in a random order, all before any comes again: so nothing is left out by bad luck. Owned by one thread.
final class Deck<T> {
    private final List<T> cards;
    private final SplittableRandom random;
    private final Deque<T> left = new ArrayDeque<>();

    /// @param cards what is dealt; a card that is there twice comes twice as often
    Deck(List<T> cards, SplittableRandom random) {
        this.cards = List.copyOf(cards);
        this.random = random;
    }

    T deal() {
        if (left.isEmpty()) {
            List<T> shuffled = new ArrayList<>(cards);
            for (int i = shuffled.size() - 1; i > 0; i--) {
                T card = shuffled.get(i);
                int other = random.nextInt(i + 1);
                shuffled.set(i, shuffled.get(other));
                shuffled.set(other, card);
            }
            left.addAll(shuffled);
        }
        return left.removeFirst();
    }

    /// Takes back a card that could not be played; it comes last.
    void putBack(T card) {
        left.addLast(card);
    }
}

package net.atrelay.prove;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DeckTest {
    private static final List<Integer> CARDS = List.of(1, 2, 2, 3, 4);

    @Test
    void allAreDealtBeforeAnyComesAgain() {
        Deck<Integer> deck = new Deck<>(CARDS, new SplittableRandom(1));
        for (int round = 0; round < 3; round++) {
            List<Integer> dealt = new ArrayList<>();
            for (int i = 0; i < CARDS.size(); i++) {
                dealt.add(deck.deal());
            }
            Collections.sort(dealt);
            assertEquals(CARDS, dealt);
        }
    }

    @Test
    void aCardThatWasPutBackComesOnceMore() {
        Deck<Integer> deck = new Deck<>(CARDS, new SplittableRandom(1));
        Integer first = deck.deal();
        deck.putBack(first);
        List<Integer> dealt = new ArrayList<>();
        for (int i = 0; i < CARDS.size(); i++) {
            dealt.add(deck.deal());
        }
        assertEquals(first, dealt.getLast());
        Collections.sort(dealt);
        assertEquals(CARDS, dealt);
    }
}

package net.atrelay.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import net.atrelay.atproto.syntax.Did;
import org.junit.jupiter.api.Test;

class PopulationTest {
    private static final int HOSTS = 200;
    private static final long ACCOUNTS = 5_000;
    private static final Realm REALM = new Realm(7, HOSTS, ACCOUNTS, 0, 20, 0);

    private final Population population = new Population(
            REALM,
            IntStream.range(0, HOSTS).mapToObj(i -> "localhost:" + (6_000 + i)).toList());

    @Test
    void aNumberIsFoundByItsDidAndDidsGrowWithNumbers() {
        String last = "";
        for (long number = 0; number < ACCOUNTS; number++) {
            String did = population.did(number);
            assertTrue(new Did(did).isPlc(), did);
            assertTrue(did.compareTo(last) > 0 || number == 0, did);
            assertEquals(number, population.numberOf(did));
            last = did;
        }
    }

    @Test
    void aDidOfNobodyHasNoNumber() {
        assertNull(population.numberOf("did:plc:abcdefghijklmnopqrstuvwx"));
        assertNull(population.numberOf("did:web:localhost"));
        assertNull(new Population(new Realm(8, HOSTS, ACCOUNTS, 0, 20, 0), List.of("localhost:1"))
                .numberOf(population.did(1)));
    }

    @Test
    void bigHostsHaveMostAccounts() {
        long onBigOnes = 0;
        for (long number = 0; number < ACCOUNTS; number++) {
            onBigOnes += population.hostOf(number) < HOSTS / 50 ? 1 : 0;
        }
        assertTrue(onBigOnes > ACCOUNTS * 0.87 && onBigOnes < ACCOUNTS * 0.93, "on big hosts: " + onBigOnes);
    }

    @Test
    void anotherProcessSeesTheSame() {
        Population other = new Population(
                Realm.of(REALM.words().iterator()),
                IntStream.range(0, HOSTS).mapToObj(population::hostname).toList());
        for (long number = 0; number < 100; number++) {
            assertEquals(population.did(number), other.did(number));
            assertEquals(population.multikey(number), other.multikey(number));
            assertEquals(population.rev(number), other.rev(number));
            assertEquals(population.tree(number).data(), other.tree(number).data());
        }
    }
}

package net.atrelay.verify.identity.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import net.atrelay.verify.HttpOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {
    private static final String NAME = "pds.example.com";
    private static final String PUBLIC = "8.8.8.8";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.2.3",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "0.0.0.0",
                "::1",
                "fe80::1",
                "fd00::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::"
            })
    void aNameOfThisNetworkIsRefused(String address) {
        try (AddressGuard guard = guard(_ -> addresses(address), false)) {
            assertEquals(HttpOutcome.ADDRESS_REFUSED, fault(guard, NAME).outcome());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {PUBLIC, "2606:4700::1111"})
    void aPublicNameIsAllowed(String address) throws UnknownHostException {
        try (AddressGuard guard = guard(_ -> addresses(address), false)) {
            assertArrayEquals(new InetAddress[] {InetAddress.getByName(address)}, guard.resolve(NAME));
        }
    }

    @Test
    void ofAMixedAnswerOnlyPublicAddressesAreLeft() throws UnknownHostException {
        try (AddressGuard guard = guard(_ -> addresses("127.0.0.1", PUBLIC, "10.0.0.1"), false)) {
            assertArrayEquals(new InetAddress[] {InetAddress.getByName(PUBLIC)}, guard.resolve(NAME));
        }
    }

    @Test
    void onlySoManyAddressesAreTried() throws UnknownHostException {
        try (AddressGuard guard = guard(_ -> addresses("8.8.8.1", "8.8.8.2", "8.8.8.3", "8.8.8.4", "8.8.8.5"), false)) {
            assertEquals(HttpLimits.DEFAULTS.addressesMax(), guard.resolve(NAME).length);
        }
    }

    @Test
    void developmentOpensThisMachineAndNothingElse() throws UnknownHostException {
        try (AddressGuard development = guard(_ -> addresses("127.0.0.1"), true);
                AddressGuard elsewhere = guard(_ -> addresses("10.0.0.1"), true);
                AddressGuard operation = guard(_ -> addresses("127.0.0.1"), false)) {
            assertEquals(1, development.resolve("localhost").length);
            assertEquals(HttpOutcome.ADDRESS_REFUSED, fault(development, NAME).outcome());
            assertEquals(
                    HttpOutcome.ADDRESS_REFUSED, fault(elsewhere, "localhost").outcome());
            assertEquals(
                    HttpOutcome.ADDRESS_REFUSED, fault(operation, "localhost").outcome());
            assertTrue(development.allowsPort("localhost", 2583));
            assertFalse(development.allowsPort(NAME, 2583));
            assertFalse(operation.allowsPort("localhost", 2583));
            assertTrue(operation.allowsPort(NAME, 443));
        }
    }

    @Test
    void aNameWithoutAddressIsUnknown() {
        NameLookup none = name -> {
            throw new UnknownHostException(name);
        };
        try (AddressGuard guard = guard(none, false)) {
            assertEquals(HttpOutcome.NAME_UNKNOWN, fault(guard, NAME).outcome());
        }
    }

    @Test
    void aNameServerThatDoesNotAnswerIsNotWaitedFor() {
        CountDownLatch forever = new CountDownLatch(1);
        NameLookup silent = _ -> {
            awaitQuietly(forever);
            return addresses(PUBLIC);
        };
        HttpLimits impatient =
                new HttpLimits(Duration.ofMillis(1), Duration.ofSeconds(3), 1_024, 1_024, 10, 1, 1, Duration.ZERO);
        try (AddressGuard guard = new AddressGuard(silent, false, impatient, 1)) {
            assertEquals(HttpOutcome.NAME_UNKNOWN, fault(guard, NAME).outcome());
        } finally {
            forever.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static AddressGuard guard(NameLookup names, boolean development) {
        return new AddressGuard(names, development, HttpLimits.DEFAULTS, 1);
    }

    private static NameFault fault(AddressGuard guard, String name) {
        return assertThrows(NameFault.class, () -> guard.resolve(name));
    }

    static List<InetAddress> addresses(String... texts) throws UnknownHostException {
        List<InetAddress> addresses = new ArrayList<>();
        for (String text : texts) {
            addresses.add(InetAddress.getByName(text));
        }
        return addresses;
    }
}

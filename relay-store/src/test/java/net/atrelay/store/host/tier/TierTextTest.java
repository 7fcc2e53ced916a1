package net.atrelay.store.host.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TierTextTest {
    @Test
    void defaultsAreThoseOfTheProtocolReference() {
        HostTier plain = Tiers.DEFAULTS.of("pds.example.com");
        assertEquals(100, plain.accounts().accountsMax());
        assertEquals(new HostTier.Rates(50, 2_600, 21_000, 2_000_000), plain.rates());
        assertFalse(plain.trusted());

        HostTier trusted = Tiers.DEFAULTS.of("shroom.us-east.host.bsky.network");
        assertEquals(10_000_000, trusted.accounts().accountsMax());
        assertEquals(new HostTier.Rates(5_000, 50_000_000, 500_000_000, 50_000_000), trusted.rates());
        assertTrue(trusted.trusted());
        assertFalse(trusted.lenient());
    }

    @Test
    void ratesFollowFromTheAccountsUnlessTheyAreWritten() {
        HostTier tier = parse("big: *; accounts=1000000; eventsPerHour=7").of("any.net");
        assertEquals(1_050, tier.rates().eventsPerSecond());
        assertEquals(7, tier.rates().eventsPerHour());
        assertEquals(10_020_000, tier.rates().eventsPerDay());
        assertEquals(100_000, tier.accounts().newPerDay());
    }

    @Test
    void theLimitOfASingleHostTakesItsRatesAlongButNotBelowItsTier() {
        Tiers tiers = parse("small: *; accounts=100; eventsPerSecond=70")
                .withAccountLimits(Map.of("big.net", 1_000_000L, "tiny.net", 5L));
        HostTier big = tiers.of("big.net");
        assertEquals(1_000_000, big.accounts().accountsMax());
        assertEquals(new HostTier.Rates(1_050, 1_002_500, 10_020_000, 3_000_000), big.rates());
        assertEquals("small", big.name());
        HostTier tiny = tiers.of("tiny.net");
        assertEquals(5, tiny.accounts().accountsMax());
        assertEquals(tiers.of("other.net").rates(), tiny.rates());
        assertEquals(5L, tiers.accountLimit("tiny.net"));
        assertNull(tiers.accountLimit("other.net"));
        assertNotEquals(tiers, tiers.withAccountLimits(Map.of()));
    }

    @Test
    void mostSpecificPatternWins() {
        Tiers tiers = parse("""
            # The one that is left.
            rest: *
            below: *.good.com, other.net
            deeper: *.eu.good.com; lenient

            one: pds.eu.good.com; trusted
            """);
        assertEquals("rest", tiers.of("good.com").name());
        assertEquals("rest", tiers.of("notgood.com").name());
        assertEquals("below", tiers.of("a.good.com").name());
        assertEquals("below", tiers.of("eu.good.com").name());
        assertEquals("below", tiers.of("a.b.good.com").name());
        assertEquals("below", tiers.of("other.net").name());
        assertEquals("rest", tiers.of("a.other.net").name());
        assertEquals("deeper", tiers.of("a.eu.good.com").name());
        assertEquals("one", tiers.of("pds.eu.good.com").name());
        assertEquals("deeper", tiers.of("a.pds.eu.good.com").name());
    }

    @Test
    void developmentHostIsMatchedWithItsPortOrWithout() {
        Tiers tiers = parse("with: localhost:2583 | without: localhost | rest: *");
        assertEquals("with", tiers.of("localhost:2583").name());
        assertEquals("without", tiers.of("localhost:2584").name());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "a: *; eventsPerSecond=abc ~ tiers, line 1: eventsPerSecond=abc (expected: a whole number",
                "a: *; eventsPerSecond=0 ~ tiers, line 1: eventsPerSecond=0 (expected: a whole number",
                "a: *; accounts=9999999999999 ~ tiers, line 1: accounts=9999999999999 (expected: a whole number",
                "a: *; eventsPerMinute=5 ~ tiers, line 1: eventsPerMinute: unknown",
                "a: *; trustworthy ~ tiers, line 1: trustworthy: unknown or twice",
                "a: *; accounts=1; accounts=2 ~ tiers, line 1: accounts: twice",
                "a: * | b: example.com, *.Example.com ~ tiers, line 2: pattern: *.Example.com (expected",
                "a: * | b: *.*.com ~ tiers, line 2: pattern: *.*.com (expected",
                "a: * | b: ~ tiers, line 2: pattern:  (expected",
                "a: * | a b: x.com ~ tiers, line 2: name: a b (expected",
                "a: * | example.com ~ tiers, line 2: no name (expected",
                "a: * | b: x.com | c: x.com ~ tiers: x.com: twice",
                "a: * | b: * ~ tiers: *: twice",
                "a: * | a: x.com ~ tiers: a: twice",
                "a: x.com ~ tiers: *: in no tier"
            })
    void mistakeIsToldInOneLine(String text, String start) {
        var malformed = assertInstanceOf(TierText.Parsed.Malformed.class, TierText.parse(text));
        assertTrue(malformed.message().startsWith(start), malformed.message());
        assertFalse(malformed.message().contains("\n"));
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        Tiers tiers = parse("a: *; lenient; bytesPerSecond=3 | b: *.x.com, y.org; trusted; newAccountsPerDay=2");
        assertEquals(tiers, parse(TierText.write(tiers)));
        assertEquals(Tiers.DEFAULTS, parse(TierText.write(Tiers.DEFAULTS)));
    }

    @Test
    void anyTextIsAnswered() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String alphabet = "ab*.:;,=|\n #09eventsPerHour\u00e9";
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            switch (TierText.parse(text.toString())) {
                case TierText.Parsed.Ok ok ->
                    assertEquals(ok.tiers(), parse(ok.tiers().toString()), "seed " + seed);
                case TierText.Parsed.Malformed malformed ->
                    assertTrue(malformed.message().startsWith("tiers"), "seed " + seed);
            }
        }
    }

    private static Tiers parse(String text) {
        return assertInstanceOf(TierText.Parsed.Ok.class, TierText.parse(text)).tiers();
    }
}

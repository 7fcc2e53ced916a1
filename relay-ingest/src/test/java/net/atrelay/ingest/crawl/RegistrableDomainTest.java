package net.atrelay.ingest.crawl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistrableDomainTest {
    @ParameterizedTest
    @CsvSource({
        "example.com, example.com",
        "a.b.example.com, example.com",
        "pds.example.co.uk, example.co.uk",
        "a.b.example.com.au, example.com.au",
        "pds.example.de, example.de",
        "example.co.uk, example.co.uk",
        "co.uk, co.uk",
        "pds.longer.uk, longer.uk",
        "localhost, localhost",
        "localhost:2583, localhost",
        "a.example.social:443, example.social"
    })
    void domainIsTheLastTwoLabelsOrThreeBelowACountry(String hostname, String domain) {
        assertEquals(domain, RegistrableDomain.of(hostname));
    }
}

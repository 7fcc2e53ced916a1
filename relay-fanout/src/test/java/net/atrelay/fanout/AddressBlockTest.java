package net.atrelay.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressBlockTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,     10.255.0.1,      true",
        "10.0.0.0/8,     11.0.0.1,        false",
        "192.0.2.128/25, 192.0.2.129,     true",
        "192.0.2.128/25, 192.0.2.127,     false",
        "192.0.2.1,      192.0.2.1,       true",
        "192.0.2.1,      192.0.2.2,       false",
        "0.0.0.0/0,      203.0.113.9,     true",
        "0.0.0.0/0,      ::1,             false",
        "2001:db8::/33,  2001:db8:7fff::, true",
        "2001:db8::/33,  2001:db8:8000::, false"
    })
    void aBlockContainsWhatSharesItsFirstBits(String text, String address, boolean contains) {
        AddressBlock block = AddressBlock.parse(text);
        assertNotNull(block);
        assertEquals(contains, block.contains(InetAddress.ofLiteral(address)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "example.com", "::/129"})
    void whatIsNoBlockIsNone(String text) {
        assertNull(AddressBlock.parse(text));
    }

    @Test
    void moreBitsThanAnAddressHasAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new AddressBlock(InetAddress.ofLiteral("10.0.0.0"), 33));
    }
}

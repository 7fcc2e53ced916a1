package net.atrelay.atproto.cbor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.atrelay.atproto.Interop;
import net.atrelay.atproto.cid.Cid;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The encoded records of atproto-interop-tests; see [Interop].
class DataModelVectorsTest {
    private static final Pattern FIXTURE =
            Pattern.compile("\"cbor_base64\":\\s*\"([^\"]+)\",\\s*\"cid\":\\s*\"([^\"]+)\"");

    @TestFactory
    List<DynamicTest> everyRecordIsTakenAndHasItsCid() {
        List<DynamicTest> tests = new ArrayList<>();
        if (Interop.isPresent()) {
            Matcher fixtures = FIXTURE.matcher(Interop.text("data-model/data-model-fixtures.json"));
            while (fixtures.find()) {
                byte[] record = Base64.getDecoder().decode(fixtures.group(1));
                String cid = fixtures.group(2);
                tests.add(DynamicTest.dynamicTest(cid, () -> assertRecord(record, cid)));
            }
            assertEquals(3, tests.size());
        }
        return tests;
    }

    private static void assertRecord(byte[] record, String cid) throws MalformedCbor {
        assertTrue(Drisl.isValidMap(record, 0, record.length));
        assertArrayEquals(record, CborValue.decode(record).encode());
        assertEquals(cid, Cid.ofDagCbor(record).toString());
    }
}

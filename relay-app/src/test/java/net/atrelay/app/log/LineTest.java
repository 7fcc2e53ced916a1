package net.atrelay.app.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.atrelay.app.config.LogFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineTest {

    @Test
    void fieldsAreKeysWithValues() {
        Line line = new Line(LogFormat.TEXT);
        line.add("level", "info", 100);
        line.add("msg", "it is \"up\"", 100);
        line.add("host", "pds.example.com:2583", 100);
        assertEquals("level=info msg=\"it is \\\"up\\\"\" host=pds.example.com:2583\n", line.end());
    }

    @Test
    void fieldsAreMembersOfAnObject() {
        Line line = new Line(LogFormat.JSON);
        line.add("level", "info", 100);
        line.add("msg", "it is \"up\"", 100);
        assertEquals("{\"level\":\"info\",\"msg\":\"it is \\\"up\\\"\"}\n", line.end());
    }

    @ParameterizedTest
    @CsvSource({
        "'', k=\"\"",
        "'a b', k=\"a b\"",
        "a=b, k=\"a=b\"",
        "'a\nk=b', k=\"a\\nk=b\"",
        "'a\tb', k=\"a\\tb\"",
        "a\\b, k=\"a\\\\b\"",
        "'a\u001b[31m', k=\"a\\u001b[31m\"",
        "'a\u202eb', k=\"a\\u202eb\"",
        "ü, k=\"\\u00fc\"",
        "'\u2028', k=\"\\u2028\""
    })
    void noValueCanEndItsFieldOrItsLine(String value, String expected) {
        Line line = new Line(LogFormat.TEXT);
        line.add("k", value, 100);
        assertEquals(expected + "\n", line.end());
    }

    @Test
    void aLongValueIsCut() {
        Line line = new Line(LogFormat.TEXT);
        line.add("k", "abcdef", 3);
        line.add("l", "abc", 3);
        assertEquals("k=\"abc...\" l=abc\n", line.end());
    }
}

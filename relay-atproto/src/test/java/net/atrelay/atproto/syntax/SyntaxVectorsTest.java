package net.atrelay.atproto.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import net.atrelay.atproto.Interop;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The syntax files of atproto-interop-tests; see [Interop].
class SyntaxVectorsTest {
    @TestFactory
    List<DynamicTest> everyLineIsJudgedAsItsFileSays() {
        List<DynamicTest> tests = new ArrayList<>();
        addBoth(tests, "did", Did::isValid);
        addBoth(tests, "handle", Handle::isValid);
        addBoth(tests, "tid", Tid::isValid);
        addBoth(tests, "nsid", Nsid::isValid);
        addBoth(tests, "recordkey", RecordKey::isValid);
        addBoth(tests, "datetime", Datetime::isValid);
        add(tests, "syntax/datetime_parse_invalid.txt", Datetime::isValid, false);
        addBoth(tests, "cid", CidString::isValid);
        addBoth(tests, "aturi", AtUri::isValid);
        addBoth(tests, "atidentifier", AtIdentifier::isValid);
        return tests;
    }

    private static void addBoth(List<DynamicTest> tests, String name, Predicate<String> isValid) {
        add(tests, "syntax/" + name + "_syntax_valid.txt", isValid, true);
        add(tests, "syntax/" + name + "_syntax_invalid.txt", isValid, false);
    }

    private static void add(List<DynamicTest> tests, String file, Predicate<String> isValid, boolean expected) {
        if (!Interop.isPresent()) {
            return;
        }
        for (String line : Interop.lines(file)) {
            String name = file + ": " + (line.length() > 80 ? line.substring(0, 80) + "…" : line);
            tests.add(DynamicTest.dynamicTest(name, () -> assertEquals(expected, isValid.test(line))));
        }
    }
}

package net.atrelay.atproto.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import net.atrelay.atproto.Seeds;
import org.junit.jupiter.api.Test;

/// The hand-written validators against the regular expressions that the specifications print.
class SyntaxFuzzTest {
    private static final int RUNS = 50_000;
    private static final String LABEL = "[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";

    @Test
    void didsAgreeWithTheirExpression() {
        agree("did:[a-z]+:[a-zA-Z0-9._:%-]*[a-zA-Z0-9._-]", Did::isValid, "did:plc:a.B%-_");
    }

    @Test
    void handlesAgreeWithTheirExpression() {
        agree("(" + LABEL + "\\.)+[a-zA-Z]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?", Handle::isValid, "a-1.b.Com");
    }

    @Test
    void nsidsAgreeWithTheirExpression() {
        agree(
                "[a-zA-Z]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(\\." + LABEL + ")+(\\.[a-zA-Z]([a-zA-Z0-9]{0,62})?)",
                Nsid::isValid,
                "com.ex-1.noteA");
    }

    @Test
    void recordKeysAgreeWithTheirExpression() {
        agree("(?!\\.{1,2}$)[a-zA-Z0-9_~.:-]{1,512}", RecordKey::isValid, "aZ0_~.:-");
    }

    @Test
    void tidsAgreeWithTheirExpression() {
        agree("[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}", Tid::isValid, "3lmxjza3nva27");
    }

    private static void agree(String expression, Predicate<String> isValid, String sample) {
        Pattern pattern = Pattern.compile(expression);
        Seeds.forEach(RUNS, random -> {
            String text = varied(sample, random);
            assertEquals(pattern.matcher(text).matches(), isValid.test(text), () -> "text: " + text);
        });
    }

    /// The sample with some characters exchanged for others of it or of the edges of ASCII ranges.
    private static String varied(String sample, Random random) {
        StringBuilder text = new StringBuilder(sample);
        String pool = sample + ".:-%_~/@`{AZ[az09\u00e9 ";
        int changes = random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.setCharAt(at, pool.charAt(random.nextInt(pool.length())));
                case 1 -> text.insert(at, pool.charAt(random.nextInt(pool.length())));
                default -> text.setLength(Math.max(1, at));
            }
        }
        return new String(text.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}

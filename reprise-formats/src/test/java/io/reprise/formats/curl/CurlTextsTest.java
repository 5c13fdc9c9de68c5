package io.reprise.formats.curl;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.formats.CountedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Long texts of terminals are read in time that grows with them and no faster. */
class CurlTextsTest {
    private static final Pattern SIMPLE_FIELD = Pattern.compile("(?md)^([^:\\s]+):[ \\t]*(.*?)[ \\t\\r]*$");

    private static String text(Random random, String characters) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(16); left > 0; left--) {
            text.append(characters.charAt(random.nextInt(characters.length())));
        }
        return text.toString();
    }

    private static List<String> fields(Matcher field) {
        List<String> fields = new ArrayList<>();
        while (field.find()) {
            fields.add(field.group(1) + "="
                    + CurlOutput.SPACE_AT_END.matcher(field.group(2)).replaceFirst(""));
        }
        return fields;
    }

    @Test
    void areReadAsBySimpleExpressions() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            String head = text(random, "a: \t\r\nb\u0085");

            assertThat(CurlOutput.LINE_ENDS_AT_END.matcher(head).replaceFirst(""))
                    .as("seed %d, '%s'", seed, head)
                    .isEqualTo(head.replaceFirst("[\\r\\n]+\\z", ""));
            assertThat(fields(CurlOutput.FIELD.matcher(head)))
                    .as("seed %d, '%s'", seed, head)
                    .isEqualTo(fields(SIMPLE_FIELD.matcher(head)));
        }
    }

    @Test
    void areLookedAtAFewTimes() {
        CountedText lines = new CountedText("a" + "\r\n".repeat(100_000) + "b");
        CountedText spaces = new CountedText("a: b" + " ".repeat(100_000) + "c\r\n");

        CurlOutput.LINE_ENDS_AT_END.matcher(lines).replaceFirst("");
        CurlOutput.SPACE_AT_END.matcher(spaces).replaceFirst("");
        fields(CurlOutput.FIELD.matcher(spaces));

        assertThat(lines.looks()).isLessThan(20L * lines.length());
        assertThat(spaces.looks()).isLessThan(40L * spaces.length());
    }

    @Test
    void manyCallsAreAsLongAsTheirText() {
        String call = "$ curl h/z\n\n\n{}\n";
        int calls = 2_000;

        List<CurlTranscript> found = CurlTranscript.of("x\n" + call.repeat(calls));

        assertThat(found).hasSize(calls);
        assertThat(found.stream().mapToLong(each -> each.command().length()).sum())
                .isLessThan(20L * calls);
        assertThat(found.get(0).line()).isEqualTo(1);
        assertThat(found.get(calls - 1).line()).isEqualTo(1 + 4 * (calls - 1));
    }
}

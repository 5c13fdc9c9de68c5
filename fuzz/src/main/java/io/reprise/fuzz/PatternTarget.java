package io.reprise.fuzz;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.pattern.Glob;
import io.reprise.core.pattern.RegularExpression;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Patterns that users write: the end comes in bounded time, whatever the text; {@code *} means what a regular expression says it means. */
final class PatternTarget implements FuzzTarget {
    /** The reference takes long for more. */
    private static final int MOST_STARS = 4;

    private static final int LONGEST = 500;

    @Override
    public void check(Input input) {
        List<String> texts = input.texts(2);
        glob(texts.get(0), texts.get(1));
        Expect.orRefusal(IllegalArgumentException.class, () -> found(RegularExpression.of(texts.get(0)), texts.get(1)));
        Expect.orRefusal(
                IllegalArgumentException.class,
                () -> found(RegularExpression.ignoringCase(texts.get(0)), texts.get(1)));
        Expect.orRefusal(IllegalArgumentException.class, () -> {
            RegularExpression expression = RegularExpression.of(texts.get(0));
            expression.checkReplacement("<$1>");
            return expression.search().replaceAll(texts.get(1), "<$1>");
        });
    }

    private static boolean found(RegularExpression expression, String text) {
        int[] count = {0};
        expression.search().forEach(text, match -> count[0]++);
        boolean isIn = expression.search().isIn(text);
        Expect.same(isIn, count[0] > 0, "what is found is in the text");
        return isIn;
    }

    private static void glob(String pattern, String text) {
        boolean matches = new Glob(pattern).matches(text);
        long stars = pattern.chars().filter(c -> c == '*').count();
        if (stars <= MOST_STARS && text.length() <= LONGEST) {
            String expression =
                    Arrays.stream(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
            boolean expected =
                    Pattern.compile(expression, Pattern.DOTALL).matcher(text).matches();
            Expect.same(matches, expected, "whether '" + pattern + "' matches '" + text + "'");
        }
        Expect.that(Glob.ANY.matches(text), "* matches everything");
    }

    @Override
    public List<Bytes> seeds() {
        return List.of(
                Input.joined("gpt-*", "gpt-4o"),
                Input.joined("a*b*c", "aXbXbc"),
                Input.joined("(a+)+$", "a".repeat(40) + "!"),
                Input.joined("(?:a|b)*", "ab".repeat(5_000)),
                Input.joined("(".repeat(5_000), "x"),
                Input.joined("[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", "123e4567-e89b-12d3-a456-426614174000"));
    }

    @Override
    public boolean readsRealTraffic() {
        return false;
    }
}

package io.reprise.core.store;

import io.reprise.core.exchange.NearNames;
import io.reprise.core.exchange.Quoted;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The order of a list of recordings, by one of their members and then by location. */
public record RecordingOrder(By by, boolean isDescending) {
    /** By what a list can be sorted. */
    public enum By {
        TEST(summary -> summary.identity().test().name()),
        RECORDED(summary ->
                digits(summary.recordedAt().map(time -> time.toEpochMilli()).orElse(0L))),
        BYTES(summary -> digits(summary.answered().bytes())),
        CHUNKS(summary -> digits(summary.answered().chunks())),
        STATUS(summary -> digits(summary.answered().status())),
        MODEL(summary -> summary.asked().model());

        private final Function<RecordingSummary, String> value;

        By(Function<RecordingSummary, String> value) {
            this.value = value;
        }

        private String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static String digits(long number) {
        String text = Long.toString(Math.max(0, number));
        return "0".repeat(19 - text.length()) + text;
    }

    /**
     * The order that a text names, such as {@code -bytes}.
     *
     * @throws IllegalArgumentException if it names none; the message says what is possible
     */
    public static RecordingOrder parse(String text) {
        boolean isDescending = text.startsWith("-");
        String name = isDescending ? text.substring(1) : text;
        By by = Arrays.stream(By.values())
                .filter(each -> each.label().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(wrong(text, name)));
        return new RecordingOrder(by, isDescending);
    }

    private static String wrong(String text, String name) {
        List<String> known = Arrays.stream(By.values()).map(By::label).toList();
        return "cannot sort by " + Quoted.of(text) + "; "
                + NearNames.of(name, known)
                        .map(near -> "did you mean '" + near + "'? ")
                        .orElse("")
                + "possible are " + known.stream().collect(Collectors.joining(", "))
                + ", each with '-' before it for descending";
    }

    /** By what a recording stands in its place: texts are compared by their characters, numbers have leading zeros. */
    public String value(RecordingSummary summary) {
        return by.value.apply(summary);
    }

    /** The order of values. */
    public Comparator<String> values() {
        return isDescending ? Comparator.reverseOrder() : Comparator.naturalOrder();
    }
}

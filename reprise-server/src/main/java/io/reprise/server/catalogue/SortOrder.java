package io.reprise.server.catalogue;

import io.reprise.core.exchange.Quoted;
import io.reprise.server.control.WrongRequestException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The order of a list of recordings, by one of their members and then by location. */
record SortOrder(By by, boolean isDescending) {
    /** By what a list can be sorted. */
    enum By {
        TEST(item -> item.test().name()),
        RECORDED(item -> digits(item.recordedAt())),
        BYTES(item -> digits(item.summary().answered().bytes())),
        CHUNKS(item -> digits(item.summary().answered().chunks())),
        MODEL(item -> item.summary().asked().model());

        private final Function<Item, String> value;

        By(Function<Item, String> value) {
            this.value = value;
        }

        private String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Where an item stands: texts are compared by their characters, numbers have leading zeros. */
    record Place(String value, String location) {
        /** Opaque to clients. */
        String cursor() {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString((value + '\0' + location).getBytes(StandardCharsets.UTF_8));
        }

        static Place ofCursor(String cursor) {
            try {
                String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
                int end = text.lastIndexOf('\0');
                if (end >= 0) {
                    return new Place(text.substring(0, end), text.substring(end + 1));
                }
            } catch (IllegalArgumentException noBase64) {
                // The message below says what is wrong.
            }
            throw new WrongRequestException(
                    "the parameter 'cursor' must be the 'cursor' of the list before it, not " + Quoted.of(cursor));
        }
    }

    private static String digits(long number) {
        String text = Long.toString(Math.max(0, number));
        return "0".repeat(19 - text.length()) + text;
    }

    static SortOrder parse(String text) {
        boolean isDescending = text.startsWith("-");
        String name = isDescending ? text.substring(1) : text;
        By by = Arrays.stream(By.values())
                .filter(each -> each.label().equals(name))
                .findFirst()
                .orElseThrow(() -> new WrongRequestException("cannot sort by " + Quoted.of(text) + "; possible are "
                        + Arrays.stream(By.values()).map(By::label).collect(Collectors.joining(", "))
                        + ", each with '-' before it for descending"));
        return new SortOrder(by, isDescending);
    }

    Place place(Item item) {
        return new Place(by.value.apply(item), item.location());
    }

    Comparator<Place> comparator() {
        Comparator<Place> values = Comparator.comparing(Place::value);
        return (isDescending ? values.reversed() : values).thenComparing(Place::location);
    }
}

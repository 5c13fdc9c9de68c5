package io.reprise.core.filter;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What may stand before the colon in a filter, such as {@code model:}. */
public enum FilterName {
    OUTCOME("replayed"),
    STATUS("4xx"),
    MODEL("gpt-*"),
    TEST("tests/test_chat.py*"),
    FAMILY("*-chat"),
    UPSTREAM("local"),
    TOOL("get_weather"),
    KEY("f5450b"),
    PATH("*/embeddings"),
    IS("stream"),
    LARGER_THAN("1MB"),
    SLOWER_THAN("2s"),
    SINCE("10m"),
    TEXT("weather");

    private final String example;

    FilterName(String example) {
        this.example = example;
    }

    /** As it is written, without the colon: {@code larger-than}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A term with this name, such as {@code larger-than:1MB}. */
    String example() {
        return label() + ":" + example;
    }

    static Optional<FilterName> of(String label) {
        return Arrays.stream(values())
                .filter(name -> name.label().equalsIgnoreCase(label))
                .findFirst();
    }
}

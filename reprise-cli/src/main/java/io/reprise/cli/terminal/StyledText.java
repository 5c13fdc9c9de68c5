package io.reprise.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A text whose parts have styles; only its writer makes escapes of them, so that no part can bring its own. */
public final class StyledText {
    private record Part(String text, Style style) {}

    private final List<Part> parts = new ArrayList<>();

    public static StyledText of(String text, Style style) {
        return new StyledText().add(text, style);
    }

    public StyledText add(String text) {
        return add(text, Style.PLAIN);
    }

    public StyledText add(String text, Style style) {
        parts.add(new Part(text, style));
        return this;
    }

    public StyledText add(StyledText other) {
        parts.addAll(other.parts);
        return this;
    }

    /** The text for a terminal with colours, or for all else; each part is changed by {@code words} first. */
    public String text(boolean hasColours, UnaryOperator<String> words) {
        return parts.stream()
                .map(part -> {
                    String text = VisibleText.of(words.apply(part.text()));
                    return hasColours ? part.style().applied(text) : text;
                })
                .collect(Collectors.joining());
    }
}

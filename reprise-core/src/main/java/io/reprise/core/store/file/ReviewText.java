package io.reprise.core.store.file;

import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.util.List;

/**
 * JSON in a layout for reviews: one line for each member. Lists of numbers (vectors, tokens) are one line, and so are
 * deeply nested values, whose indentation would grow with the square of the depth.
 */
final class ReviewText {
    private static final int DEEPEST = 32;

    private final StringBuilder out = new StringBuilder();

    private ReviewText() {}

    /** The text of {@code value}; lines after the first are indented as things are at {@code depth}. */
    static String of(Json value, int depth) {
        ReviewText text = new ReviewText();
        text.write(value, depth);
        return text.out.toString();
    }

    private void write(Json value, int depth) {
        if (depth >= DEEPEST) {
            out.append(value.write(Layout.COMPACT));
        } else if (!value.members().isEmpty()) {
            writeMembers(value.members(), depth + 1);
        } else if (isNumbers(value.items())) {
            out.append(value.write(Layout.SPACED));
        } else if (!value.items().isEmpty()) {
            writeItems(value.items(), depth + 1);
        } else {
            out.append(value.write(Layout.COMPACT));
        }
    }

    private void writeMembers(List<Json.Member> members, int depth) {
        String separator = "{";
        for (Json.Member member : members) {
            out.append(separator).append('\n').append("  ".repeat(depth));
            out.append(new Json.JsonString(member.name()).write(Layout.COMPACT)).append(": ");
            write(member.value(), depth);
            separator = ",";
        }
        out.append('\n').append("  ".repeat(depth - 1)).append('}');
    }

    private void writeItems(List<Json> items, int depth) {
        String separator = "[";
        for (Json item : items) {
            out.append(separator).append('\n').append("  ".repeat(depth));
            write(item, depth);
            separator = ",";
        }
        out.append('\n').append("  ".repeat(depth - 1)).append(']');
    }

    private static boolean isNumbers(List<Json> items) {
        return !items.isEmpty() && items.stream().allMatch(Json.JsonNumber.class::isInstance);
    }
}

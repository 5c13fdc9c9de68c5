package io.reprise.server.mcp.recording;

import io.reprise.core.compare.Hunk;
import io.reprise.core.compare.RecordingDifference;
import io.reprise.core.compare.SetDifference;
import io.reprise.core.explain.difference.DisplayText;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.server.mcp.tool.ToolText;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A difference as text of limited size. Each kind has room of its own, so that a long one does not hide the others. */
final class DifferenceWords {
    private static final String ALL = "all";
    private static final int MOST_OF_A_LINE = 300;

    /** Of one kind, if all are shown. */
    private static final int KIND_BYTES = 1_500;

    private static final int KIND_LINES = 35;
    private static final int ONE_BYTES = 6_500;
    private static final int ONE_LINES = 150;
    private static final String CUT = "… (cut; name this kind in 'what' to see more)";

    private DifferenceWords() {}

    /** @param what a kind of differences, or {@code all} */
    static String of(RecordingDifference difference, String what) {
        boolean isAll = what.equals(ALL);
        StringBuilder text = new StringBuilder(DisplayText.elided(difference.verdict(), MOST_OF_A_LINE)).append('\n');
        add(text, "words", what, difference.words().stream().map(DifferenceWords::line));
        add(
                text,
                "tools",
                what,
                difference.tools().stream()
                        .map(tool -> tool.name() + " was " + tool.what()
                                + tool.hunks().stream()
                                        .map(hunk -> "\n  " + line(hunk))
                                        .collect(Collectors.joining())));
        add(text, "request", what, difference.request().stream().map(Object::toString));
        add(
                text,
                "headers",
                what,
                difference.headers().stream()
                        .map(header -> header.name() + ": [-" + header.a() + "-]{+" + header.b() + "+}"));
        if (isAll || what.equals("timing")) {
            Json timing = difference.toJson().get("timing").orElse(Json.NULL);
            text.append("timing\n");
            for (String side : List.of("a", "b")) {
                text.append(side)
                        .append(": ")
                        .append(timing.get(side).orElse(Json.NULL).write(Layout.COMPACT))
                        .append('\n');
            }
        }
        return text.toString();
    }

    private static void add(StringBuilder text, String kind, String what, Stream<String> lines) {
        if (!what.equals(ALL) && !what.equals(kind)) {
            return;
        }
        String all = lines.collect(Collectors.joining("\n"));
        if (!all.isEmpty()) {
            boolean isOne = what.equals(kind);
            String shown = ToolText.beginning(all, isOne ? ONE_BYTES : KIND_BYTES, isOne ? ONE_LINES : KIND_LINES);
            text.append(kind).append('\n').append(shown).append('\n');
            if (shown.length() < all.length()) {
                text.append(isOne ? "… (cut)" : CUT).append('\n');
            }
        }
    }

    private static String line(Hunk hunk) {
        return hunk.where() + (hunk.isCoarse() ? " (long: compared in larger pieces)" : "") + ": " + hunk.marked();
    }

    /** A line for each recording that only one set has, or that differs. */
    static String of(SetDifference difference) {
        Stream<String> changed = difference.changed().stream()
                .map(each -> each.locationA()
                        + (each.locationA().equals(each.locationB()) ? "" : " -> " + each.locationB())
                        + ": " + DisplayText.elided(each.verdict(), MOST_OF_A_LINE));
        Stream<String> alone = Stream.concat(
                difference.onlyA().stream().map(location -> "only in A: " + location),
                difference.onlyB().stream().map(location -> "only in B: " + location));
        return Stream.concat(changed, alone).collect(Collectors.joining("\n"));
    }
}

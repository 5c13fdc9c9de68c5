package io.reprise.cli.recording;

import io.reprise.cli.terminal.Style;
import io.reprise.cli.terminal.StyledText;
import io.reprise.cli.terminal.Table;
import io.reprise.cli.terminal.Table.Column;
import io.reprise.cli.terminal.Table.Kind;
import io.reprise.core.family.token.UsDollars;
import io.reprise.core.statistics.Grouping;
import io.reprise.core.statistics.Histogram;
import io.reprise.core.statistics.RecordingGroup;
import io.reprise.core.statistics.StoreStatistics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongFunction;

/** The numbers of a store for a terminal. */
final class StatisticsText {
    private static final int BAR = 40;

    private final OptionalInt columns;
    private final int most;
    private final List<StyledText> lines = new ArrayList<>();

    /** @param most how many groups; 0 for all */
    StatisticsText(OptionalInt columns, int most) {
        this.columns = columns;
        this.most = most;
    }

    /** Each with a line feed at its end. */
    List<StyledText> lines(StoreStatistics statistics, Optional<Grouping> by) {
        RecordingGroup all = statistics.all();
        line(number(all.recordings(), "recording") + " of " + number(all.tests(), "test") + ", "
                + number(all.models(), "model") + ", "
                + (all.families() == 1 ? "1 API family" : grouped(all.families()) + " API families"));
        fact(
                "answers",
                bytes(all.bytes())
                        + all.fileBytes()
                                .map(size -> ", in files of " + bytes(size))
                                .orElse(""));
        fact(
                "tokens",
                grouped(all.tokens().input()) + " in, " + grouped(all.tokens().output()) + " out");
        fact("cost", cost(all));
        all.oldest()
                .ifPresent(oldest -> fact("recorded", days(oldest, all.newest().orElse(oldest))));
        if (statistics.broken() > 0) {
            fact("broken", grouped(statistics.broken()) + "; 'reprise lint' says why");
        }
        histogram("answers by size", statistics.sizes(), StatisticsText::bytes);
        histogram("time to first token", statistics.firstTokens(), StatisticsText::time);
        by.ifPresent(grouping -> groups(statistics.groups(), grouping));
        return lines;
    }

    private static String cost(RecordingGroup group) {
        String paid = group.cost().map(amount -> "$" + amount.rounded()).orElse("unknown");
        return group.unpriced() == 0
                ? paid
                : paid + " (" + number(group.unpriced(), "recording") + " without a known price)";
    }

    private static String days(Instant oldest, Instant newest) {
        String first = oldest.toString().substring(0, 10);
        String last = newest.toString().substring(0, 10);
        return first.equals(last) ? first : first + " to " + last;
    }

    private void histogram(String title, Histogram histogram, LongFunction<String> unit) {
        List<Histogram.Range> ranges = histogram.ranges();
        long largest = ranges.stream().mapToLong(Histogram.Range::count).max().orElse(0);
        if (largest == 0) {
            return;
        }
        int width = Math.max(5, Math.min(BAR, columns.orElse(80) - 32));
        line("");
        lines.add(StyledText.of(title, Style.HEADING).add("\n"));
        for (Histogram.Range range : ranges) {
            String label = range.to() < 0 ? unit.apply(range.from()) + " or more" : "under " + unit.apply(range.to());
            int filled = (int) Math.ceil((double) width * range.count() / largest);
            lines.add(new StyledText()
                    .add("  %-16s ".formatted(label))
                    .add("#".repeat(filled), Style.NEW)
                    .add(" ".repeat(width - filled) + String.format(Locale.ROOT, " %,9d\n", range.count())));
        }
    }

    private void groups(List<RecordingGroup> groups, Grouping by) {
        Kind kind = by == Grouping.TEST ? Kind.PATH : Kind.TEXT;
        Table table = Table.of(
                List.of(
                        new Column("RECORDINGS", Kind.NUMBER, 10, 10, 0),
                        new Column("TOKENS IN", Kind.NUMBER, 12, 12, 2),
                        new Column("TOKENS OUT", Kind.NUMBER, 12, 12, 2),
                        new Column("COST", Kind.NUMBER, 10, 10, 0),
                        new Column("UNPRICED", Kind.NUMBER, 8, 8, 3),
                        new Column("ANSWERS", Kind.NUMBER, 9, 9, 1),
                        new Column(by.name(), kind, 60, 12, 0)),
                columns);
        line("");
        lines.add(table.heading().add("\n"));
        int shown = most == 0 ? groups.size() : Math.min(most, groups.size());
        for (RecordingGroup group : groups.subList(0, shown)) {
            line(table.line(List.of(
                    grouped(group.recordings()),
                    grouped(group.tokens().input()),
                    grouped(group.tokens().output()),
                    group.cost().map(StatisticsText::dollars).orElse("-"),
                    group.unpriced() == 0 ? "-" : grouped(group.unpriced()),
                    bytes(group.bytes()),
                    group.name().isEmpty() ? "-" : group.name())));
        }
        if (shown < groups.size()) {
            line("and " + grouped(groups.size() - shown) + " more; --limit 0 shows all");
        }
    }

    private static String dollars(UsDollars amount) {
        return "$" + amount.rounded();
    }

    private static String number(long count, String noun) {
        return grouped(count) + " " + noun + (count == 1 ? "" : "s");
    }

    private static String grouped(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String bytes(long count) {
        String units = "KMGT";
        if (count < 1024) {
            return count + " B";
        }
        double size = count;
        int unit = -1;
        while (size >= 1024 && unit < units.length() - 1) {
            size /= 1024;
            unit++;
        }
        String number = size < 10 && size != Math.rint(size) ? "%.1f" : "%.0f";
        return String.format(Locale.ROOT, number, size) + " " + units.charAt(unit) + "iB";
    }

    private static String time(long millis) {
        return millis < 1_000 ? millis + " ms" : millis / 1_000 + " s";
    }

    private void fact(String name, String value) {
        line("  %-10s %s".formatted(name, value));
    }

    private void line(String text) {
        lines.add(new StyledText().add(text + "\n"));
    }
}

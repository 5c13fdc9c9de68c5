package io.reprise.server.mcp.recording;

import io.reprise.core.explain.difference.DisplayText;
import io.reprise.core.family.token.UsDollars;
import io.reprise.core.filter.Filter;
import io.reprise.core.filter.FilterScope;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.statistics.Grouping;
import io.reprise.core.statistics.RecordingGroup;
import io.reprise.core.statistics.StoreStatistics;
import io.reprise.server.mcp.tool.Arguments;
import io.reprise.server.mcp.tool.Parameter;
import io.reprise.server.mcp.tool.Tool;
import io.reprise.server.mcp.tool.ToolAnswer;
import io.reprise.server.mcp.tool.ToolSources;
import io.reprise.server.mcp.tool.ToolText;
import io.reprise.server.mcp.tool.WrongCallException;
import io.reprise.server.reading.ReadingProgress;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Counts what a store has. */
public final class Stats {
    private static final int MOST_GROUPS = 20;
    private static final int NAME = 120;
    private static final int TABLE_BYTES = 5_000;

    private final ToolSources sources;

    public Stats(ToolSources sources) {
        this.sources = sources;
    }

    public Tool tool() {
        return new Tool(
                "stats",
                "Counts the recordings of the store: tests, models, tokens, what they cost, bytes.",
                List.of(
                        Parameter.choice(
                                "by",
                                "What they are counted by. Default: model.",
                                Arrays.stream(Grouping.values())
                                        .map(Grouping::label)
                                        .toList()),
                        Parameter.text("filter", "Counts only what this selects; the filter of list_recordings.")),
                this::call);
    }

    private ToolAnswer call(Arguments arguments) {
        Filter filter = Filter.parse(arguments.text("filter").orElse(""), FilterScope.RECORDINGS);
        StoreStatistics counted =
                new StoreStatistics(Optional.of(grouping(arguments.text("by").orElse(Grouping.MODEL.label()))));
        ReadingProgress progress = count(filter, counted);
        RecordingGroup all = counted.all();
        List<RecordingGroup> groups = counted.groups();
        ToolText text = new ToolText().line(heading(all));
        if (!groups.isEmpty()) {
            text.line("As 'name | recordings | bytes | tokens in, out | cost':");
            text.data(ToolText.beginning(
                    groups.stream().limit(MOST_GROUPS).map(this::row).collect(Collectors.joining("\n")),
                    TABLE_BYTES,
                    MOST_GROUPS));
        }
        if (groups.size() > MOST_GROUPS) {
            text.line("and " + (groups.size() - MOST_GROUPS) + " more; 'filter' selects some of them");
        }
        if (counted.broken() > 0) {
            text.line(ToolText.counted(counted.broken(), "file") + " cannot be read.");
        }
        text.line(prices(all));
        if (!progress.isComplete()) {
            text.line(ToolText.incomplete(progress));
        }
        return ToolAnswer.of(
                text,
                progress.members(new JsonObjectBuilder()
                                .with("recordings", all.recordings())
                                .with("tests", all.tests())
                                .with("models", all.models())
                                .with("bytes", all.bytes())
                                .with("groups", groups.size())
                                .with("unpriced", all.unpriced()))
                        .done());
    }

    private static Grouping grouping(String label) {
        try {
            return Grouping.parse(label);
        } catch (IllegalArgumentException wrong) {
            throw new WrongCallException("'by': " + wrong.getMessage());
        }
    }

    private ReadingProgress count(Filter filter, StoreStatistics counted) {
        Instant now = Instant.now();
        return sources.known()
                .forEach(
                        recording -> {
                            if (filter.accepts(recording.facts(), now)) {
                                counted.add(recording.counted());
                            }
                        },
                        broken -> counted.addBroken());
    }

    private static String heading(RecordingGroup all) {
        return ToolText.counted(all.recordings(), "recording") + " of " + ToolText.counted(all.tests(), "test") + ", "
                + ToolText.counted(all.models(), "model") + ", " + all.bytes() + " bytes of answers, "
                + all.tokens().input() + " tokens in and " + all.tokens().output() + " out, " + money(all.cost()) + ".";
    }

    private String row(RecordingGroup group) {
        String name = group.name().isEmpty()
                ? "(none)"
                : DisplayText.elided(sources.mask().of(group.name()).replaceAll("\\s+", " "), NAME);
        return String.join(
                " | ",
                name,
                String.valueOf(group.recordings()),
                String.valueOf(group.bytes()),
                group.tokens().input() + ", " + group.tokens().output(),
                money(group.cost()));
    }

    /** An unknown price is no price of 0. */
    private static String money(Optional<UsDollars> cost) {
        return cost.map(known -> "$" + known.rounded()).orElse("price not known");
    }

    private String prices(RecordingGroup all) {
        String dated =
                sources.prices().asOf().map(day -> "Prices are of " + day + ".").orElse("No prices are known.");
        return all.unpriced() > 0
                ? dated + " Recordings with tokens whose price is not known: " + all.unpriced() + "."
                : dated;
    }
}

package io.reprise.server.mcp.recording;

import io.reprise.core.explain.difference.DisplayText;
import io.reprise.core.filter.Filter;
import io.reprise.core.filter.FilterScope;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.store.BrokenFacts;
import io.reprise.core.store.RecordingSummary;
import io.reprise.server.mcp.tool.Arguments;
import io.reprise.server.mcp.tool.Page;
import io.reprise.server.mcp.tool.Parameter;
import io.reprise.server.mcp.tool.Tool;
import io.reprise.server.mcp.tool.ToolAnswer;
import io.reprise.server.mcp.tool.ToolSources;
import io.reprise.server.mcp.tool.ToolText;
import io.reprise.server.mcp.tool.WrongCallException;
import io.reprise.server.reading.ReadingProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lists recordings. */
public final class ListRecordings {
    private static final int LINE = 220;
    private static final int LIST_BYTES = 7_000;
    private static final int LIST_LINES = 180;
    private static final int TITLE = 60;

    /** Of the files that cannot be read; those for which a filter asks are alone, mostly. */
    private static final int MOST_BROKEN = 30;

    private static final Comparator<Listed> BY_TEST = Comparator.<Listed, String>comparing(
                    listed -> listed.summary().identity().test().name())
            .thenComparing(listed -> listed.summary().identity().location());

    private static final Map<String, Comparator<Listed>> ORDERS = Map.of(
            "test", BY_TEST,
            "recorded",
                    Comparator.<Listed, Instant>comparing(listed -> listed.at().orElse(Instant.EPOCH))
                            .thenComparing(BY_TEST),
            "bytes",
                    Comparator.<Listed>comparingLong(
                                    listed -> listed.summary().answered().bytes())
                            .thenComparing(BY_TEST),
            "chunks",
                    Comparator.<Listed>comparingInt(
                                    listed -> listed.summary().answered().chunks())
                            .thenComparing(BY_TEST),
            "model",
                    Comparator.<Listed, String>comparing(
                                    listed -> listed.summary().asked().model())
                            .thenComparing(BY_TEST));

    private final ToolSources sources;

    /** @param at when it was recorded, if that is known */
    private record Listed(RecordingSummary summary, Optional<Instant> at) {}

    /** Those of a page, and how many there are. */
    private record Found(List<Listed> page, long total, Broken broken, ReadingProgress progress) {}

    /**
     * Files that cannot be read.
     *
     * @param askedFor the first of those for which the filter asks
     */
    private record Broken(long count, List<BrokenFacts> askedFor) {}

    public ListRecordings(ToolSources sources) {
        this.sources = sources;
    }

    public Tool tool() {
        return new Tool(
                "list_recordings",
                "Lists recordings, one line each: id, test, status, model, question, chunks, age.",
                List.of(
                        Parameter.text(
                                "filter",
                                "Selects recordings: words, and model:, test:, status:4xx, path:, key:, family:, upstream:, tool:, is:stream, is:error, is:broken, "
                                        + "larger-than:1MB, slower-than:2s, since:10m, text: (also in bodies); '-' negates. Such as: weather model:gpt-* -is:error"),
                        Parameter.choice(
                                "sort",
                                "The order; with '-' before it the other way round. Default: test.",
                                ORDERS.keySet().stream()
                                        .sorted()
                                        .flatMap(name -> Stream.of(name, "-" + name))
                                        .toList()),
                        Page.LIMIT,
                        Page.CURSOR),
                this::call);
    }

    private ToolAnswer call(Arguments arguments) {
        Filter filter = Filter.parse(arguments.text("filter").orElse(""), FilterScope.RECORDINGS);
        Page page = Page.of(arguments);
        Found found = find(filter, order(arguments.text("sort").orElse("test")), page);
        Optional<String> next = page.next(found.page().size(), found.total());
        Instant now = Instant.now();
        ToolText text = new ToolText();
        text.line(heading(found, page)
                + (found.broken().count() > 0
                        ? " " + ToolText.counted(found.broken().count(), "file") + " cannot be read."
                        : ""));
        if (!found.page().isEmpty()) {
            text.line("As 'id | test | status | model | question | chunks | age':");
            text.data(ToolText.beginning(
                    found.page().stream().map(listed -> line(listed, now)).collect(Collectors.joining("\n")),
                    LIST_BYTES,
                    LIST_LINES));
            text.line("show_recording shows one.");
        }
        if (!found.broken().askedFor().isEmpty()) {
            text.line("As 'file | error':");
            text.data(found.broken().askedFor().stream().map(this::line).collect(Collectors.joining("\n")));
        }
        next.ifPresent(cursor -> text.line("There are more: cursor " + cursor));
        if (!found.progress().isComplete()) {
            text.line(ToolText.incomplete(found.progress()));
        }
        JsonObjectBuilder structured = found.progress()
                .members(new JsonObjectBuilder().with("total", found.total()))
                .with(
                        "ids",
                        found.page().stream()
                                .<Json>map(listed -> new Json.JsonString(
                                        listed.summary().identity().location()))
                                .toList());
        next.ifPresent(cursor -> structured.with("cursor", cursor));
        return ToolAnswer.of(text, structured.done());
    }

    private static String heading(Found found, Page page) {
        if (found.total() == 0) {
            return found.progress().isComplete() ? "No recordings match." : "No recordings match so far.";
        }
        int first = page.from() + 1;
        return found.total() + (found.total() == 1 ? " recording" : " recordings") + "; "
                + (found.page().isEmpty()
                        ? "none on this page."
                        : first + " to " + (page.from() + found.page().size()) + ":");
    }

    private static Comparator<Listed> order(String sort) {
        boolean isDescending = sort.startsWith("-");
        Comparator<Listed> order = ORDERS.get(isDescending ? sort.substring(1) : sort);
        if (order == null) {
            throw new WrongCallException(
                    "'sort' is one of " + ORDERS.keySet().stream().sorted().collect(Collectors.joining(", "))
                            + ", with '-' before it to turn it round");
        }
        return isDescending ? order.reversed() : order;
    }

    /** Keeps only what the pages up to this one have, since a store may have a million. */
    private Found find(Filter filter, Comparator<Listed> order, Page page) {
        Instant now = Instant.now();
        int most = page.from() + page.limit();
        PriorityQueue<Listed> first = new PriorityQueue<>(order.reversed());
        long[] counts = new long[2];
        List<BrokenFacts> broken = new ArrayList<>();
        ReadingProgress progress = sources.known()
                .forEach(
                        recording -> {
                            if (filter.accepts(recording.facts(), now)) {
                                counts[0]++;
                                RecordingSummary summary = recording.summary();
                                first.add(new Listed(summary, summary.recordedAt()));
                                if (first.size() > most) {
                                    first.remove();
                                }
                            }
                        },
                        file -> {
                            counts[1]++;
                            if (broken.size() < MOST_BROKEN && file.isAskedFor(filter, now)) {
                                broken.add(file);
                            }
                        });
        List<Listed> shown = first.stream().sorted(order).skip(page.from()).toList();
        return new Found(shown, counts[0], new Broken(counts[1], broken), progress);
    }

    private String line(Listed listed, Instant now) {
        RecordingSummary told = listed.summary().with(sources.mask()::of);
        String line = String.join(
                " | ",
                told.identity().location(),
                told.identity().test().isNone() ? "-" : told.identity().test().name(),
                String.valueOf(told.answered().status()),
                told.asked().model().isEmpty() ? "-" : told.asked().model(),
                DisplayText.elided(told.asked().title(), TITLE),
                String.valueOf(told.answered().chunks()),
                listed.at().map(at -> age(Duration.between(at, now))).orElse("-"));
        return DisplayText.elided(line.replaceAll("\\s+", " "), LINE);
    }

    private String line(BrokenFacts file) {
        String line = sources.mask().of(file.location() + " | " + file.error());
        return DisplayText.elided(line.replaceAll("\\s+", " "), LINE);
    }

    private static String age(Duration age) {
        if (age.toDays() > 0) {
            return age.toDays() + "d";
        }
        return age.toHours() > 0 ? age.toHours() + "h" : Math.max(0, age.toMinutes()) + "m";
    }
}

package io.reprise.cli.comparison;

import io.reprise.cli.terminal.Style;
import io.reprise.cli.terminal.StyledText;
import io.reprise.core.compare.Outline;
import io.reprise.core.drift.DriftReport;
import io.reprise.core.drift.HeaderDrift;
import io.reprise.core.drift.Measure;
import io.reprise.core.drift.RecordingDrift;
import io.reprise.core.drift.ShapeDifference;
import io.reprise.core.drift.Spread;
import io.reprise.core.family.token.UsDollars;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The drift of a recording for people: a line for each thing that can be told of it. */
final class DriftText {
    private static final int BAD_REQUEST = 400;

    private final boolean showsWords;
    private StyledText text = new StyledText();

    private DriftText(boolean showsWords) {
        this.showsWords = showsWords;
    }

    /** @param showsWords whether words that differ are marked */
    static StyledText of(RecordingDrift drift, DriftReport report, boolean showsWords) {
        DriftText writing = new DriftText(showsWords);
        writing.all(drift, report);
        return writing.text;
    }

    private void all(RecordingDrift drift, DriftReport report) {
        String model = drift.recorded().question().parsed().model().orElse("");
        text.add(drift.recorded().location(), Style.HEADING).add(model.isEmpty() ? "\n" : "  " + model + "\n");
        words(drift);
        shape(drift);
        headers(drift.headers());
        measure("first token", drift.firstToken(), DriftText::milliseconds);
        measure("duration", drift.duration(), DriftText::milliseconds);
        measure("tokens/s", drift.rate(), DriftText::number);
        measure("tokens in", drift.inputTokens(), DriftText::number);
        measure("tokens out", drift.outputTokens(), DriftText::number);
        measure("cost", drift.cost(), DriftText::dollars);
        report.unknownFor(drift).forEach(unknown -> line("unknown", unknown, Style.QUIET));
        report.exceededBy(drift).forEach(fault -> line("beyond", fault, Style.WRONG));
        if (showsWords) {
            drift.differences().forEach(difference -> text.add(DifferenceText.wordsOf(difference)));
        }
    }

    private void words(RecordingDrift drift) {
        int answers = drift.differences().size();
        if (drift.same() == answers) {
            line("answer", "says the same" + (answers == 1 ? "" : " " + answers + " times"), Style.GOOD);
        } else if (drift.words().spread().isPresent()) {
            Spread spread = drift.words().spread().get();
            line("words", spread(spread, value -> number(value) + " %") + " differ", Style.PLAIN);
        } else {
            line("answer", "differs, and has no words", Style.PLAIN);
        }
    }

    private void shape(RecordingDrift drift) {
        Outline before = drift.before();
        List<Outline> now = drift.now();
        changed("status", before, now, outline -> String.valueOf(outline.status()));
        if (before.status() < BAD_REQUEST && now.stream().anyMatch(outline -> outline.status() >= BAD_REQUEST)) {
            line(
                    "",
                    "recordings keep few headers of requests; --header gives others that the API may need",
                    Style.QUIET);
        }
        changed("ending", before, now, Outline::ending);
        changed("finish", before, now, outline -> listed(outline.finishReasons()));
        changed("tool calls", before, now, outline -> listed(outline.tools()));
        ShapeDifference shape = drift.shape();
        List<String> differs = Stream.of(
                        shape.added().stream().map(path -> "+" + path),
                        shape.removed().stream().map(path -> "-" + path),
                        shape.changed().stream().map(each -> each.path() + " " + each.before() + " -> " + each.after()))
                .flatMap(paths -> paths)
                .toList();
        if (!differs.isEmpty()) {
            line("members", String.join(", ", differs), Style.ATTENTION);
        }
    }

    private static String listed(List<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    /** What several answers do alike is said once. */
    private void changed(String what, Outline before, List<Outline> now, Function<Outline, String> which) {
        String old = which.apply(before);
        List<String> others = now.stream().map(which).distinct().toList();
        if (!others.equals(List.of(old))) {
            line(what, old + " -> " + String.join(" | ", others), Style.ATTENTION);
        }
    }

    private void headers(HeaderDrift headers) {
        List<String> said = new ArrayList<>();
        if (!headers.added().isEmpty()) {
            said.add("new: " + String.join(", ", headers.added()));
        }
        if (!headers.removed().isEmpty()) {
            said.add("gone: " + String.join(", ", headers.removed()));
        }
        if (!headers.changed().isEmpty()) {
            said.add("changed: "
                    + headers.changed().stream()
                            .map(header -> header.name() + " '" + header.a() + "' -> '" + header.b() + "'")
                            .collect(Collectors.joining(", ")));
        }
        if (!said.isEmpty()) {
            line("headers", String.join("; ", said), Style.PLAIN);
        }
    }

    private void measure(String what, Measure measure, DoubleFunction<String> words) {
        measure.spread()
                .ifPresent(spread ->
                        line(what, recorded(measure.recorded(), words) + " -> " + spread(spread, words), Style.PLAIN));
    }

    private static String recorded(OptionalDouble recorded, DoubleFunction<String> words) {
        return recorded.isEmpty() ? "?" : words.apply(recorded.getAsDouble());
    }

    /** Such as {@code 420 ms ± 20 ms (400 ms … 440 ms)}. */
    private static String spread(Spread spread, DoubleFunction<String> words) {
        return words.apply(spread.mean())
                + (spread.deviation().isEmpty()
                        ? ""
                        : " ± " + words.apply(spread.deviation().getAsDouble()) + " (" + words.apply(spread.min())
                                + " … " + words.apply(spread.max()) + ")");
    }

    private static String milliseconds(double value) {
        return String.format(Locale.ROOT, "%.0f ms", value);
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.1f", value);
    }

    static String dollars(double value) {
        return "$" + UsDollars.of(BigDecimal.valueOf(value)).rounded();
    }

    private void line(String what, String said, Style style) {
        text.add("  %-11s ".formatted(what)).add(said, style).add("\n");
    }
}

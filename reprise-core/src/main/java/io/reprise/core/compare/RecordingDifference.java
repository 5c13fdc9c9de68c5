package io.reprise.core.compare;

import io.reprise.core.exchange.Headers;
import io.reprise.core.explain.difference.Difference;
import io.reprise.core.explain.difference.Differences;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.redact.CredentialMask;
import io.reprise.core.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What differs between two recordings. The first is the older one: what only it has was deleted. Times, ids and the cut of chunks make no difference,
 * but are shown.
 */
public final class RecordingDifference {
    /** Below, a ratio says more about the machine than about the answer. */
    private static final double SHORTEST_MILLISECONDS = 100;

    /** A header that the answers do not have in common; an empty value stands for none. */
    public record HeaderDifference(String name, String a, String b) {
        public Json toJson() {
            return new JsonObjectBuilder()
                    .with("name", name)
                    .withOrNull("a", a)
                    .withOrNull("b", b)
                    .done();
        }
    }

    private final ComparedSide a;
    private final ComparedSide b;
    private final List<Hunk> words;
    private final List<ToolDifference> tools;
    private final List<HeaderDifference> headers;
    private final List<Difference> request;

    private RecordingDifference(Store.Entry a, Store.Entry b, CredentialMask mask) {
        this.a = new ComparedSide(a, mask::of);
        this.b = new ComparedSide(b, mask::of);
        this.words = words(this.a.texts(), this.b.texts(), mask);
        this.tools = ToolDifference.between(this.a.calls(), this.b.calls(), mask::of);
        this.headers = headers(this.a.headers(), this.b.headers(), mask);
        this.request = a.question().digest().equals(b.question().digest())
                ? List.of()
                : Differences.betweenRecordings(a.question(), b.question(), mask);
    }

    /** @param mask of all texts, before they are compared */
    public static RecordingDifference between(Store.Entry a, Store.Entry b, CredentialMask mask) {
        return new RecordingDifference(a, b, mask);
    }

    private static List<Hunk> words(Map<String, String> a, Map<String, String> b, CredentialMask mask) {
        return Stream.concat(a.keySet().stream(), b.keySet().stream())
                .distinct()
                .filter(name -> !a.getOrDefault(name, "").equals(b.getOrDefault(name, "")))
                .map(name ->
                        TextComparison.of(name, mask.of(a.getOrDefault(name, "")), mask.of(b.getOrDefault(name, ""))))
                .toList();
    }

    private static List<HeaderDifference> headers(Headers a, Headers b, CredentialMask mask) {
        Set<String> names = new TreeSet<>();
        a.fields().forEach(field -> names.add(field.name()));
        b.fields().forEach(field -> names.add(field.name()));
        return names.stream()
                .map(name -> new HeaderDifference(name, mask.of(values(a, name)), mask.of(values(b, name))))
                .filter(header -> !header.a().equals(header.b()))
                .toList();
    }

    private static String values(Headers headers, String name) {
        return headers.filter(field -> field.name().equals(name)).fields().stream()
                .map(Headers.Field::value)
                .collect(Collectors.joining(", "));
    }

    public List<Hunk> words() {
        return words;
    }

    public List<ToolDifference> tools() {
        return tools;
    }

    public List<HeaderDifference> headers() {
        return headers;
    }

    public List<Difference> request() {
        return request;
    }

    /** What the first does. */
    public Outline before() {
        return a.outline();
    }

    /** What the second does. */
    public Outline after() {
        return b.outline();
    }

    /**
     * The words that only one of them says, as a part of all words that both say: 0 if they say the same, 1 if they have no word in common. Empty
     * if neither says a word. What a model thinks before it answers does not count.
     */
    public OptionalDouble changedPart() {
        long all = a.words() + b.words();
        long changed = words.stream()
                .filter(hunk -> !hunk.where().endsWith(ComparedSide.REASONING))
                .mapToLong(Hunk::words)
                .sum();
        return all == 0 ? OptionalDouble.empty() : OptionalDouble.of(Math.min(1, (double) changed / all));
    }

    /** Whether a program that replays one would notice no difference but in time, ids and chunks. */
    public boolean isSame() {
        return words.isEmpty()
                && tools.isEmpty()
                && headers.isEmpty()
                && request.isEmpty()
                && a.status() == b.status()
                && a.ending().equals(b.ending())
                && a.finishReasons().equals(b.finishReasons());
    }

    /** All in one line: {@code 3 words differ; 1 call of a tool differs}. */
    public String verdict() {
        List<String> said = new ArrayList<>();
        if (!words.isEmpty()) {
            said.add(counted(words.stream().mapToInt(Hunk::changes).sum(), "word"));
        }
        if (!tools.isEmpty()) {
            said.add(counted(tools.size(), "tool call"));
        }
        if (!request.isEmpty()) {
            said.add("the request differs in " + counted(request.size(), "place", ""));
        }
        if (!headers.isEmpty()) {
            said.add(counted(headers.size(), "header"));
        }
        if (a.status() != b.status()) {
            said.add("status " + a.status() + " became " + b.status());
        }
        if (!a.ending().equals(b.ending())) {
            said.add("the ending '" + a.ending() + "' became '" + b.ending() + "'");
        }
        if (!a.finishReasons().equals(b.finishReasons())) {
            said.add("finish reasons " + a.finishReasons() + " became " + b.finishReasons());
        }
        String pace = pace();
        return (said.isEmpty() ? "the same" : String.join("; ", said)) + (pace.isEmpty() ? "" : "; " + pace);
    }

    private static String counted(int number, String what) {
        return counted(number, what, number == 1 ? " differs" : " differ");
    }

    private static String counted(int number, String what, String verb) {
        return number + " " + what + (number == 1 ? "" : "s") + verb;
    }

    /** Only a pace that is another by a fifth is worth a word; times that are shorter than {@link #SHORTEST_MILLISECONDS} say little. */
    private String pace() {
        double before = a.timing().lastChunk().orElse(0);
        double after = b.timing().lastChunk().orElse(0);
        if (Math.min(before, after) < SHORTEST_MILLISECONDS) {
            return "";
        }
        double ratio = after / before;
        return ratio > 1.2
                ? String.format(Locale.ROOT, "%.1f × slower", ratio)
                : ratio < 1 / 1.2 ? String.format(Locale.ROOT, "%.1f × faster", 1 / ratio) : "";
    }

    /** The members that docs/comparing.md describes. */
    public Json toJson() {
        boolean isCoarse = words.stream().anyMatch(Hunk::isCoarse)
                || tools.stream().flatMap(tool -> tool.hunks().stream()).anyMatch(Hunk::isCoarse);
        return new JsonObjectBuilder()
                .with("verdict", verdict())
                .with("same", isSame())
                .with("words", words.stream().map(Hunk::toJson).toList())
                .with("tools", tools.stream().map(ToolDifference::toJson).toList())
                .with("shape", both(a.shape(), b.shape()))
                .with("usage", both(a.usage(), b.usage()))
                .with("headers", headers.stream().map(HeaderDifference::toJson).toList())
                .with("timing", both(a.timing().toJson(), b.timing().toJson()))
                .with("request", request.stream().map(RecordingDifference::json).toList())
                .with("coarse", isCoarse)
                .done();
    }

    private static Json both(Json a, Json b) {
        return new JsonObjectBuilder().with("a", a).with("b", b).done();
    }

    private static Json json(Difference difference) {
        return new JsonObjectBuilder()
                .with("where", difference.where())
                .with("what", difference.what())
                .done();
    }
}

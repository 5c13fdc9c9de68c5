package io.reprise.core.statistics;

import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.family.token.UsDollars;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Sums over recordings that have something in common. */
public final class RecordingGroup {
    private final String name;
    private final Set<String> tests = new HashSet<>();
    private final Set<String> models = new HashSet<>();
    private final Set<String> families = new HashSet<>();
    private long recordings;
    private long bytes;
    private Optional<Long> fileBytes = Optional.empty();
    private TokenUsage tokens = new TokenUsage(0, 0);
    private UsDollars cost = UsDollars.ZERO;
    private long priced;
    private long unpriced;
    private Optional<Instant> oldest = Optional.empty();
    private Optional<Instant> newest = Optional.empty();

    RecordingGroup(String name) {
        this.name = name;
    }

    void add(CountedRecording recording) {
        recordings++;
        bytes += recording.bytes();
        addNamed(tests, recording.names().test());
        addNamed(models, recording.names().model());
        families.add(recording.names().family());
        recording.usage().ifPresent(this::add);
        recording.file().bytes().ifPresent(more -> fileBytes = Optional.of(fileBytes.orElse(0L) + more));
        recording.file().recordedAt().ifPresent(at -> {
            oldest = Optional.of(oldest.filter(at::isAfter).orElse(at));
            newest = Optional.of(newest.filter(at::isBefore).orElse(at));
        });
    }

    private static void addNamed(Set<String> names, String name) {
        if (!name.isEmpty()) {
            names.add(name);
        }
    }

    private void add(TokenUsage usage) {
        tokens = new TokenUsage(tokens.input() + usage.input(), tokens.output() + usage.output());
        Optional<UsDollars> paid = usage.details().cost();
        if (paid.isPresent()) {
            cost = cost.plus(paid.get());
            priced++;
        } else {
            unpriced++;
        }
    }

    /** What they have in common; empty for the absence of it, and for all. */
    public String name() {
        return name;
    }

    public long recordings() {
        return recordings;
    }

    public long bytes() {
        return bytes;
    }

    /** Empty for stores without files. */
    public Optional<Long> fileBytes() {
        return fileBytes;
    }

    public int tests() {
        return tests.size();
    }

    public int models() {
        return models.size();
    }

    public int families() {
        return families.size();
    }

    public TokenUsage tokens() {
        return tokens;
    }

    /** Of the recordings whose price is known; empty if there are none. */
    public Optional<UsDollars> cost() {
        return priced == 0 ? Optional.empty() : Optional.of(cost);
    }

    /** How many have tokens whose price is not known. */
    public long unpriced() {
        return unpriced;
    }

    public Optional<Instant> oldest() {
        return oldest;
    }

    public Optional<Instant> newest() {
        return newest;
    }

    JsonObjectBuilder members() {
        return new JsonObjectBuilder()
                .with("recordings", recordings)
                .with("tests", tests.size())
                .with("models", models.size())
                .with("families", families.size())
                .with("bytes", bytes)
                .with(
                        "file_bytes",
                        fileBytes
                                .<Json>map(count -> new Json.JsonNumber(count.toString()))
                                .orElse(Json.NULL))
                .with("input_tokens", tokens.input())
                .with("output_tokens", tokens.output())
                .with("cost_usd", cost().map(UsDollars::toJson).orElse(Json.NULL))
                .with("unpriced", unpriced)
                .withOrNull("oldest_at", oldest.map(Instant::toString).orElse(""))
                .withOrNull("newest_at", newest.map(Instant::toString).orElse(""));
    }
}

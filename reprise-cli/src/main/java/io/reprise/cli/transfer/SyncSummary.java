package io.reprise.cli.transfer;

import io.reprise.cli.process.Counted;
import io.reprise.cli.process.ExitCode;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.store.sync.SyncStep;
import io.reprise.core.store.sync.SyncStep.Action;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The result of a sync: what was copied, and what was not and why. */
final class SyncSummary {
    private static final List<Action> COPIED = List.of(Action.ADDED, Action.NEWER_DAY, Action.OVERWRITTEN);

    private final Map<Action, Long> counts = new EnumMap<>(Action.class);
    private final List<SyncStep> conflicts = new ArrayList<>();
    private final List<SyncStep> failed = new ArrayList<>();
    private final boolean isDryRun;

    SyncSummary(boolean isDryRun) {
        this.isDryRun = isDryRun;
    }

    void add(SyncStep step) {
        counts.merge(step.action(), 1L, Long::sum);
        if (step.action() == Action.CONFLICT) {
            conflicts.add(step);
        } else if (step.action() == Action.FAILED) {
            failed.add(step);
        }
    }

    /** What is printed of a single recording. */
    Optional<String> line(SyncStep step) {
        String said = step.reason().isEmpty() ? step.location() : step.location() + ": " + step.reason();
        return switch (step.action()) {
            case CONFLICT -> Optional.of("conflict: " + said);
            case FAILED -> Optional.of("failed: " + said);
            case ADDED, NEWER_DAY, OVERWRITTEN ->
                isDryRun ? Optional.of(words(step.action()) + ": " + said) : Optional.empty();
            case UNCHANGED, LEFT_OUT -> Optional.empty();
        };
    }

    private static String words(Action action) {
        return switch (action) {
            case ADDED -> "new";
            case NEWER_DAY -> "of a newer day";
            case OVERWRITTEN -> "overwritten";
            case UNCHANGED -> "there already";
            case CONFLICT -> "in conflict";
            case FAILED -> "failed";
            case LEFT_OUT -> "left out";
        };
    }

    private long count(Action action) {
        return counts.getOrDefault(action, 0L);
    }

    long copied() {
        return COPIED.stream().mapToLong(this::count).sum();
    }

    int exitCode() {
        return !failed.isEmpty() ? ExitCode.FAILED : conflicts.isEmpty() ? ExitCode.FINE : ExitCode.ATTENTION;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        String parts = COPIED.stream()
                .filter(action -> count(action) > 0)
                .map(action -> "%,d %s".formatted(count(action), words(action)))
                .collect(Collectors.joining(", "));
        lines.add((isDryRun ? "would copy " : "copied ") + Counted.of(copied(), "recording")
                + (parts.isEmpty() ? "" : " (" + parts + ")") + "; "
                + "%,d %s there already"
                        .formatted(count(Action.UNCHANGED), count(Action.UNCHANGED) == 1 ? "was" : "were"));
        if (!conflicts.isEmpty()) {
            lines.add(Counted.of(conflicts.size(), "conflict")
                    + ": the target's recordings stay; --overwrite replaces them");
        }
        if (!failed.isEmpty()) {
            lines.add(Counted.of(failed.size(), "recording") + (failed.size() == 1 ? " was" : " were") + " not copied");
        }
        return lines;
    }

    Json toJson() {
        return new JsonObjectBuilder()
                .with("dry_run", isDryRun)
                .with("added", count(Action.ADDED))
                .with("newer_day", count(Action.NEWER_DAY))
                .with("overwritten", count(Action.OVERWRITTEN))
                .with("unchanged", count(Action.UNCHANGED))
                .with("conflicts", toJson(conflicts))
                .with("failed", toJson(failed))
                .done();
    }

    private static List<Json> toJson(List<SyncStep> steps) {
        return steps.stream()
                .<Json>map(step -> new JsonObjectBuilder()
                        .with("location", step.location())
                        .with("reason", step.reason())
                        .done())
                .toList();
    }
}

package io.reprise.server.mcp.change;

import io.reprise.core.exchange.Quoted;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.store.usage.RunRecords;
import io.reprise.server.mcp.tool.Arguments;
import io.reprise.server.mcp.tool.Changes;
import io.reprise.server.mcp.tool.Parameter;
import io.reprise.server.mcp.tool.Tool;
import io.reprise.server.mcp.tool.ToolAnswer;
import io.reprise.server.mcp.tool.ToolSources;
import io.reprise.server.mcp.tool.ToolText;
import io.reprise.server.mcp.tool.WrongCallException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The tools that change something. Each says what it would do, until it is told {@code dry_run: false}. */
public final class WritingTools {
    private static final String DRY_RUN = "dry_run";
    /** Of the list of files, with the command that brings them back. */
    private static final int LIST_BYTES = 7_000;

    private static final int LIST_LINES = 150;
    private static final Parameter IS_DRY =
            Parameter.isTrue(DRY_RUN, "Only say what would be done. Default: true; nothing changes without false.");

    private final ToolSources sources;
    private final Changes changes;

    public WritingTools(ToolSources sources, Changes changes) {
        this.sources = sources;
        this.changes = changes;
    }

    public List<Tool> all() {
        return List.of(
                Tool.writing(
                        "prune",
                        "Deletes files of the store that nothing needs: recordings that the last runs of their tests did not use, bodies without a "
                                + "recording, duplicates. Without a choice: all three. Says first what would go.",
                        List.of(
                                Parameter.number(
                                        "unused_runs",
                                        "Recordings that this many last runs of their test did not use."),
                                Parameter.isTrue(
                                        "without_test", "Unused recordings without a test as well. Default: false."),
                                Parameter.isTrue("orphaned", "Bodies that no recording names."),
                                Parameter.isTrue("duplicates", "Recordings that say the same as another one."),
                                IS_DRY),
                        arguments -> guarded(() -> prune(arguments))),
                Tool.writing(
                        "record_again",
                        "Deletes the recordings of one test, so that its next run records them again. Says first which.",
                        List.of(Parameter.text("test", "The test.").required(), IS_DRY),
                        arguments -> guarded(() -> recordAgain(arguments))),
                Tool.writing(
                        "start_over",
                        "Starts a test over, or all: occurrences begin with the first again, and its counts with 0. No file changes.",
                        List.of(Parameter.text("test", "The test. Default: all tests."), IS_DRY),
                        arguments -> guarded(() -> startOver(arguments))));
    }

    private interface Changing {
        ToolAnswer change();
    }

    private static ToolAnswer guarded(Changing changing) {
        try {
            return changing.change();
        } catch (IllegalArgumentException wrong) {
            throw new WrongCallException(String.valueOf(wrong.getMessage()));
        }
    }

    private ToolAnswer prune(Arguments arguments) {
        boolean isDry = arguments.isTrue(DRY_RUN, true);
        JsonObjectBuilder wanted = new JsonObjectBuilder().with(DRY_RUN, isDry);
        int runs = arguments.number("unused_runs", 0, RunRecords.MOST, -1);
        if (runs >= 0) {
            wanted.with("unused_runs", runs);
        }
        for (String kind : List.of("without_test", "orphaned", "duplicates")) {
            if (arguments.has(kind)) {
                wanted.with(kind, arguments.isTrue(kind, false));
            }
        }
        Json pruned = changes.prune(wanted.done());
        List<Json> files = pruned.list("files");
        List<Json> failed = pruned.list("not_deleted");
        ToolText text = new ToolText();
        text.line(
                files.isEmpty()
                        ? "There is nothing to delete."
                        : isDry
                                ? ToolText.counted(files.size(), "file") + " would be deleted. Nothing was changed."
                                : "Deleted: " + ToolText.counted(files.size() - failed.size(), "file")
                                        + (failed.isEmpty() ? "." : ". Not deleted: " + failed.size() + "."));
        String undo = sources.mask().of(pruned.text("undo"));
        list(
                text,
                files.stream()
                        .map(file -> file.text("location") + ": " + file.text("because"))
                        .toList(),
                undo);
        if (!files.isEmpty()) {
            undo(text, undo, isDry);
        }
        return ToolAnswer.of(
                text,
                new JsonObjectBuilder()
                        .with(DRY_RUN, isDry)
                        .with("files", files.size())
                        .with("not_deleted", failed.size())
                        .done());
    }

    private ToolAnswer recordAgain(Arguments arguments) {
        boolean isDry = arguments.isTrue(DRY_RUN, true);
        TestId test = new TestId(arguments.required("test"));
        if (!changes.recordsWhatIsMissing()) {
            throw new WrongCallException(
                    "this server records nothing in its mode, so that the recordings would only be gone; "
                            + "start it with --mode record-if-missing and an upstream");
        }
        List<String> locations = changes.recordings(test);
        if (locations.isEmpty()) {
            throw new WrongCallException(
                    "the test " + Quoted.of(test.name()) + " has no recordings; its next run records them");
        }
        String undo = "";
        if (!isDry) {
            Json deleted = changes.delete(test);
            locations = deleted.list("deleted").stream()
                    .flatMap(location -> location.string().stream())
                    .toList();
            undo = sources.mask().of(deleted.text("undo"));
        }
        ToolText text = new ToolText();
        String number = ToolText.counted(locations.size(), "recording");
        text.line(
                isDry
                        ? number + " would be deleted. Nothing was changed."
                        : "Deleted: " + number + ". Run the test now: it asks the upstream and records.");
        list(text, locations, undo);
        undo(text, undo, isDry);
        return ToolAnswer.of(
                text,
                new JsonObjectBuilder()
                        .with(DRY_RUN, isDry)
                        .with("recordings", locations.size())
                        .done());
    }

    private ToolAnswer startOver(Arguments arguments) {
        boolean isDry = arguments.isTrue(DRY_RUN, true);
        Optional<TestId> test = arguments.text("test").map(TestId::new);
        ToolText text = new ToolText();
        String which = test.isPresent() ? "The test" : "All tests";
        if (isDry) {
            text.line(which + " would start over. Nothing was changed.");
        } else {
            changes.startOver(test);
            text.line(which + " started over. No file has changed, so there is nothing to undo.");
        }
        return ToolAnswer.of(text, new JsonObjectBuilder().with(DRY_RUN, isDry).done());
    }

    /** Leaves room for the command, which is of no use unless it is whole. */
    private void list(ToolText text, List<String> lines, String undo) {
        if (!lines.isEmpty()) {
            String all = sources.mask().of(lines.stream().collect(Collectors.joining("\n")));
            String shown = ToolText.beginning(
                    all, Math.max(0, LIST_BYTES - undo.getBytes(StandardCharsets.UTF_8).length), LIST_LINES);
            text.data(shown);
            if (shown.length() < all.length()) {
                text.line("The list is longer; this is its beginning.");
            }
        }
    }

    private static void undo(ToolText text, String command, boolean isDry) {
        if (isDry) {
            text.line("To do it, call this tool again with " + DRY_RUN + " false.");
        } else if (command.isEmpty()) {
            text.line("They are in no repository of git, so they cannot be brought back.");
        } else {
            text.line("To bring back what was committed, run this command:");
            text.data(command);
        }
    }
}

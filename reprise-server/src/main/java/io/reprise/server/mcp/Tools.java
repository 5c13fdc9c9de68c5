package io.reprise.server.mcp;

import io.reprise.server.mcp.change.WritingTools;
import io.reprise.server.mcp.miss.ListMisses;
import io.reprise.server.mcp.miss.TryRule;
import io.reprise.server.mcp.miss.WhyMissed;
import io.reprise.server.mcp.recording.DiffRecordings;
import io.reprise.server.mcp.recording.ListRecordings;
import io.reprise.server.mcp.recording.ListUnused;
import io.reprise.server.mcp.recording.ShowRecording;
import io.reprise.server.mcp.recording.Stats;
import io.reprise.server.mcp.tool.Tool;
import io.reprise.server.mcp.tool.ToolSources;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The tools of one server, in a fixed order. */
public final class Tools {
    private static final List<String> WRITING = List.of("prune", "record_again", "start_over");

    private final List<Tool> all;
    private final List<Tool> writing;

    public Tools(ToolSources sources) {
        List<Tool> known = new ArrayList<>(List.of(
                new WhyMissed(sources).tool(),
                new ListMisses(sources).tool(),
                new ListRecordings(sources).tool(),
                new ShowRecording(sources).tool(),
                new DiffRecordings(sources).tool(),
                new TryRule(sources).tool(),
                new ListUnused(sources).tool(),
                new Stats(sources).tool()));
        writing = sources.running()
                .flatMap(ToolSources.Running::changes)
                .map(changes -> new WritingTools(sources, changes).all())
                .orElse(List.of());
        known.addAll(writing);
        all = List.copyOf(known);
    }

    public List<Tool> all() {
        return all;
    }

    public Optional<Tool> named(String name) {
        return all.stream().filter(tool -> tool.name().equals(name)).findFirst();
    }

    /** Whether it is a tool that needs leave, which was not given. */
    public boolean needsLeave(String name) {
        return writing.isEmpty() && WRITING.contains(name);
    }

    /** Their names, for people. */
    public String names() {
        return all.stream().map(Tool::name).collect(Collectors.joining(", "));
    }
}

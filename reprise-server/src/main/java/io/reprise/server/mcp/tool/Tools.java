package io.reprise.server.mcp.tool;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The tools of one server, in a fixed order. */
public final class Tools {
    private final List<Tool> all;

    public Tools(ToolSources sources) {
        all = List.of(
                new WhyMissed(sources).tool(),
                new ListMisses(sources).tool(),
                new ListRecordings(sources).tool(),
                new ShowRecording(sources).tool(),
                new DiffRecordings(sources).tool(),
                new TryRule(sources).tool(),
                new ListUnused(sources).tool(),
                new Stats(sources).tool());
    }

    public List<Tool> all() {
        return all;
    }

    public Optional<Tool> named(String name) {
        return all.stream().filter(tool -> tool.name().equals(name)).findFirst();
    }

    /** Their names, for people. */
    public String names() {
        return all.stream().map(Tool::name).collect(Collectors.joining(", "));
    }
}

package io.reprise.server.mcp.miss;

import io.reprise.core.explain.difference.DisplayText;
import io.reprise.core.filter.Filter;
import io.reprise.core.filter.FilterName;
import io.reprise.core.filter.FilterScope;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.server.mcp.tool.Arguments;
import io.reprise.server.mcp.tool.Page;
import io.reprise.server.mcp.tool.Parameter;
import io.reprise.server.mcp.tool.Tool;
import io.reprise.server.mcp.tool.ToolAnswer;
import io.reprise.server.mcp.tool.ToolSources;
import io.reprise.server.mcp.tool.ToolText;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Lists the misses of a server, grouped by cause. */
public final class ListMisses {
    private static final FilterScope SCOPE = new FilterScope(
            "misses",
            Set.of(FilterName.MODEL, FilterName.TEST, FilterName.KEY, FilterName.PATH, FilterName.UPSTREAM),
            Set.of());
    private static final int LINE = 160;
    private static final int LIST_BYTES = 6_500;
    private static final int LIST_LINES = 160;

    private final ToolSources sources;
    private final ToldMisses misses;

    public ListMisses(ToolSources sources) {
        this.sources = sources;
        this.misses = new ToldMisses(sources);
    }

    public Tool tool() {
        return new Tool(
                "list_misses",
                "Lists the requests that had no recording since the server started, the latest first, with their causes.",
                List.of(
                        Parameter.text(
                                "filter",
                                "Selects misses: words, and model:, test:, key:, path:, upstream:; '-' negates, '*' stands for any text. Such as: weather -test:tests/old*"),
                        Page.LIMIT,
                        Page.CURSOR),
                this::call);
    }

    private ToolAnswer call(Arguments arguments) {
        Filter filter = Filter.parse(arguments.text("filter").orElse(""), SCOPE);
        Page page = Page.of(arguments);
        Instant now = Instant.now();
        List<ToldMisses.Told> found = misses.newestFirst().stream()
                .filter(miss -> filter.accepts(new MissFacts(miss), now))
                .toList();
        List<ToldMisses.Told> shown =
                found.stream().skip(page.from()).limit(page.limit()).toList();
        Optional<String> next = page.next(shown.size(), found.size());
        ToolText text = new ToolText();
        text.line(heading(found));
        if (!shown.isEmpty()) {
            text.line("The latest first, as 'id cause request: first difference':");
            text.data(ToolText.beginning(
                    shown.stream()
                            .map(miss -> DisplayText.elided(
                                    miss.id() + " " + miss.cause() + " "
                                            + sources.mask().of(miss.line()),
                                    LINE))
                            .collect(Collectors.joining("\n")),
                    LIST_BYTES,
                    LIST_LINES));
            text.line("why_missed with 'miss' set to an id explains one.");
        }
        next.ifPresent(cursor -> text.line("There are more: cursor " + cursor));
        JsonObjectBuilder structured = new JsonObjectBuilder()
                .with("total", found.size())
                .with(
                        "ids",
                        shown.stream()
                                .<Json>map(miss -> new Json.JsonString(miss.id()))
                                .toList());
        next.ifPresent(cursor -> structured.with("cursor", cursor));
        return ToolAnswer.of(text, structured.done());
    }

    private static String heading(List<ToldMisses.Told> found) {
        Map<String, Long> causes = found.stream()
                .collect(Collectors.groupingBy(ToldMisses.Told::cause, LinkedHashMap::new, Collectors.counting()));
        String counted = causes.entrySet().stream()
                .map(cause -> cause.getKey() + " " + cause.getValue())
                .collect(Collectors.joining(", "));
        return found.isEmpty()
                ? "No misses."
                : found.size() + (found.size() == 1 ? " miss, " : " misses, ") + causes.size()
                        + (causes.size() == 1 ? " cause: " : " causes: ") + counted + ".";
    }
}

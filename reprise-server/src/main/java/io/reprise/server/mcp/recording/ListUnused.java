package io.reprise.server.mcp.recording;

import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.store.Store;
import io.reprise.server.mcp.tool.Arguments;
import io.reprise.server.mcp.tool.Page;
import io.reprise.server.mcp.tool.Parameter;
import io.reprise.server.mcp.tool.Tool;
import io.reprise.server.mcp.tool.ToolAnswer;
import io.reprise.server.mcp.tool.ToolSources;
import io.reprise.server.mcp.tool.ToolText;
import io.reprise.server.mcp.tool.WrongCallException;
import io.reprise.server.outcome.UsedRecordings;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Lists recordings of the tests that ran, which no request used. */
public final class ListUnused {
    private static final int LIST_BYTES = 7_000;
    private static final int LIST_LINES = 150;

    private final ToolSources sources;

    public ListUnused(ToolSources sources) {
        this.sources = sources;
    }

    public Tool tool() {
        return new Tool(
                "list_unused",
                "Lists the recordings that no request used, of the tests that ran since the server started. Tests that did not run are left out.",
                List.of(Parameter.text("test", "Only the recordings of this test."), Page.LIMIT, Page.CURSOR),
                this::call);
    }

    private ToolAnswer call(Arguments arguments) {
        UsedRecordings used = sources.server("").used();
        Page page = Page.of(arguments);
        Optional<String> test = arguments.text("test");
        Set<TestId> tests = used.tests().stream()
                .filter(ran -> test.isEmpty() || ran.name().equals(test.get()))
                .collect(Collectors.toSet());
        if (tests.isEmpty()) {
            throw new WrongCallException(
                    test.isPresent()
                            ? "this test has not run since the server started, so nothing is known of its recordings"
                            : "no test has run since the server started, so nothing is known yet; run the tests first");
        }
        TreeSet<String> unused = find(used, tests);
        List<String> shown =
                unused.stream().skip(page.from()).limit(page.limit()).toList();
        Optional<String> next = page.next(shown.size(), unused.size());
        ToolText text = new ToolText();
        text.line(unused.size() + " unused " + (unused.size() == 1 ? "recording" : "recordings") + " of " + tests.size()
                + (tests.size() == 1 ? " test" : " tests") + " that ran.");
        if (!shown.isEmpty()) {
            text.data(ToolText.beginning(sources.mask().of(String.join("\n", shown)), LIST_BYTES, LIST_LINES));
            text.line("If the whole test ran, they can be deleted. This tool deletes nothing.");
        }
        next.ifPresent(cursor -> text.line("There are more: cursor " + cursor));
        JsonObjectBuilder structured = new JsonObjectBuilder()
                .with("total", unused.size())
                .with("tests", tests.size())
                .with("ids", shown.stream().<Json>map(Json.JsonString::new).toList());
        next.ifPresent(cursor -> structured.with("cursor", cursor));
        return ToolAnswer.of(text, structured.done());
    }

    /** Reads no recordings but those that may be unused. */
    private TreeSet<String> find(UsedRecordings used, Set<TestId> tests) {
        Set<String> known = new HashSet<>();
        used.runs().values().forEach(run -> known.addAll(run.used()));
        TreeSet<String> unused = new TreeSet<>();
        sources.store()
                .forEachOf(
                        tests, location -> !known.contains(location), entry -> add(entry, used, unused), broken -> {});
        return unused;
    }

    private static void add(Store.Entry entry, UsedRecordings used, Set<String> unused) {
        if (used.isUnused(entry.recording().test(), entry.location())) {
            unused.add(entry.location());
        }
    }
}

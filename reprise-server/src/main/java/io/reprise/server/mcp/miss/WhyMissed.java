package io.reprise.server.mcp.miss;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.explain.MissCause;
import io.reprise.core.explain.difference.DisplayText;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.json.Layout;
import io.reprise.server.mcp.tool.Arguments;
import io.reprise.server.mcp.tool.Parameter;
import io.reprise.server.mcp.tool.Tool;
import io.reprise.server.mcp.tool.ToolAnswer;
import io.reprise.server.mcp.tool.ToolSources;
import io.reprise.server.mcp.tool.ToolText;
import io.reprise.server.mcp.tool.WrongCallException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says why a request had no recording. */
public final class WhyMissed {
    private static final String LAST = "last";
    private static final int MOST_DIFFERENCES = 20;
    private static final int MOST_OF_A_DIFFERENCE = 600;
    private static final int DIFFERENCES_BYTES = 4_500;
    private static final int RULES_BYTES = 1_500;

    private final ToolSources sources;
    private final ToldMisses misses;

    public WhyMissed(ToolSources sources) {
        this.sources = sources;
        this.misses = new ToldMisses(sources);
    }

    public Tool tool() {
        return new Tool(
                "why_missed",
                "Says why a request of a test had no recording: the cause, the nearest recording, what differs from it (words that only the recording "
                        + "has are marked [-so-], words that only the request has {+so+}), the rule that would ignore that, and the command that records it.",
                List.of(
                        Parameter.text(
                                "miss",
                                "Which miss: an id of list_misses, a key or its beginning, or 'last' for the latest (the default)."),
                        Parameter.text("test", "The latest miss of this test."),
                        Parameter.text(
                                "body",
                                "Explain this request instead of one that was missed: the JSON text of its body. Sends nothing."),
                        Parameter.text("path", "With 'body': the path of the request. Default: /v1/chat/completions.")),
                this::call);
    }

    private ToolAnswer call(Arguments arguments) {
        Optional<String> body = arguments.text("body");
        if (body.isPresent()) {
            return explained(arguments, body.get());
        }
        if (arguments.text("path").isPresent()) {
            throw new WrongCallException("'path' goes together with 'body'");
        }
        return answer(chosen(arguments));
    }

    private ToolAnswer explained(Arguments arguments, String body) {
        String path = arguments.text("path").orElse("/v1/chat/completions");
        if (!path.startsWith("/") || path.indexOf('?') >= 0) {
            throw new WrongCallException("'path' is a path such as /v1/chat/completions, without a query");
        }
        TestId test;
        try {
            test = arguments.text("test").map(TestId::new).orElse(TestId.NONE);
        } catch (IllegalArgumentException wrong) {
            throw new WrongCallException(String.valueOf(wrong.getMessage()));
        }
        Request request =
                new Request("POST", path, "", Headers.of("content-type", "application/json"), Bytes.utf8(body));
        Json miss = sources.explaining().apply(request, test);
        boolean isRecorded = miss.text("cause").equals(MissCause.OTHER_UPSTREAM.label()); // the request names none
        return isRecorded ? recorded(miss) : answer(new ToldMisses.Told("", miss));
    }

    private ToolAnswer recorded(Json miss) {
        String location = miss.text("nearest", "location");
        return ToolAnswer.of(
                new ToolText()
                        .line("This request is recorded; it is answered by:")
                        .data(sources.mask().of(location)),
                new JsonObjectBuilder()
                        .with("key", miss.text("key"))
                        .with("recording", location)
                        .done());
    }

    private ToldMisses.Told chosen(Arguments arguments) {
        List<ToldMisses.Told> all = misses.newestFirst();
        Optional<String> test = arguments.text("test");
        String wanted = arguments.text("miss").orElse(LAST);
        List<ToldMisses.Told> found = all.stream()
                .filter(miss -> test.isEmpty() || miss.test().equals(test.get()))
                .filter(miss -> wanted.equals(LAST)
                        || miss.id().equals(wanted)
                        || wanted.length() >= 6 && miss.miss().text("key").startsWith(wanted))
                .toList();
        if (found.isEmpty()) {
            throw new WrongCallException(
                    all.isEmpty()
                            ? "this server has not missed anything since it started; if a test fails, its requests may go elsewhere: look at its base URL"
                            : "there is no such miss; list_misses lists all " + all.size());
        }
        return found.get(0);
    }

    private ToolAnswer answer(ToldMisses.Told told) {
        Json miss = told.miss();
        ToolText text = new ToolText();
        text.line("Cause: " + cause(told.cause()) + ".");
        List<Json> differences = miss.list("nearest", "differences");
        text.line("Request, nearest recording, differences (as [-recording-] and {+request+}):");
        text.data(ToolText.beginning(sources.mask().of(facts(told, differences)), DIFFERENCES_BYTES, 120));
        if (!miss.list("rules").isEmpty()) {
            text.line(
                    "If these differences should not matter, add to 'rules:' in reprise.yaml (try_rule says what else they would do):");
            text.data(ToolText.beginning(
                    sources.mask()
                            .of(miss.list("rules").stream()
                                    .map(rule -> "  - " + rule.string().orElse(""))
                                    .collect(Collectors.joining("\n"))),
                    RULES_BYTES,
                    40));
        }
        miss.at("move_command").flatMap(Json::string).ifPresent(move -> {
            text.line(
                    miss.list("nearest", "other_tests").isEmpty()
                            ? "If the test was renamed, this gives it the recordings:"
                            : "If the test was renamed, this gives it the recordings of the test with the most similar name:");
            text.data(ToolText.beginning(sources.mask().of(move), RULES_BYTES, 2));
        });
        text.line("To record it: " + miss.text("command"));
        text.line("and send the request again" + howAgain(miss) + ".");
        return ToolAnswer.of(
                text,
                new JsonObjectBuilder()
                        .withUnlessEmpty("miss", told.id())
                        .with("key", miss.text("key"))
                        .with("cause", told.cause())
                        .with("nearest", miss.at("nearest", "location").orElse(Json.NULL))
                        .with("differences", differences.size())
                        .with("move_command", miss.at("move_command").orElse(Json.NULL))
                        .done());
    }

    private static String cause(String label) {
        return Arrays.stream(MissCause.values())
                .filter(cause -> cause.label().equals(label))
                .map(MissCause::words)
                .findFirst()
                .orElse(label);
    }

    private static String facts(ToldMisses.Told told, List<Json> differences) {
        Json miss = told.miss();
        StringBuilder facts = new StringBuilder();
        facts.append("request: ").append(miss.text("method")).append(' ').append(miss.text("path"));
        facts.append("\nmodel: ").append(orNone(miss.text("model")));
        facts.append("\ntest: ").append(orNone(told.test()));
        facts.append("\nkey: ").append(told.key()).append('\n');
        String nearest = miss.text("nearest", "location");
        facts.append("nearest: ")
                .append(nearest.isEmpty() ? "(nothing similar)" : nearest)
                .append('\n');
        if (!nearest.isEmpty()) {
            facts.append("nearest is of test: ")
                    .append(orNone(miss.text("nearest", "test")))
                    .append('\n');
            String others = miss.list("nearest", "other_tests").stream()
                    .map(test -> test.string().orElse(""))
                    .collect(Collectors.joining(", "));
            String more = miss.at("nearest", "more_tests")
                    .map(count -> count.write(Layout.COMPACT))
                    .filter(count -> !count.equals("0"))
                    .map(count -> " and " + count + " more")
                    .orElse("");
            facts.append(others.isEmpty() ? "" : "tests that have it as well: " + others + more + "\n");
        }
        for (Json difference : differences.subList(0, Math.min(MOST_DIFFERENCES, differences.size()))) {
            facts.append("- ")
                    .append(DisplayText.elided(
                            difference.text("where") + ": " + difference.text("what"), MOST_OF_A_DIFFERENCE))
                    .append('\n');
        }
        if (differences.size() > MOST_DIFFERENCES) {
            facts.append("- and ").append(differences.size() - MOST_DIFFERENCES).append(" more\n");
        }
        return facts.toString();
    }

    private static String orNone(String text) {
        return text.isEmpty() ? "(none)" : text;
    }

    private static String howAgain(Json miss) {
        if (miss.at("replay_asked").equals(Optional.of(Json.TRUE))) {
            return ", without the header 'X-Reprise-Mode: replay'";
        }
        String key = miss.text("missing_key");
        return key.isEmpty() ? "" : ", with an API key: " + key + " has none";
    }
}

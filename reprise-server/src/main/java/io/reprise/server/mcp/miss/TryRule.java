package io.reprise.server.mcp.miss;

import io.reprise.core.exchange.Quoted;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.json.Layout;
import io.reprise.core.key.KeyRule;
import io.reprise.server.comparison.RuleTrial;
import io.reprise.server.mcp.tool.Arguments;
import io.reprise.server.mcp.tool.Parameter;
import io.reprise.server.mcp.tool.Tool;
import io.reprise.server.mcp.tool.ToolAnswer;
import io.reprise.server.mcp.tool.ToolSources;
import io.reprise.server.mcp.tool.ToolText;
import io.reprise.server.mcp.tool.WrongCallException;
import io.reprise.server.outcome.MissLog.Missed;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says what rules would do to all recordings, before somebody writes them. */
public final class TryRule {
    private static final int SAMPLES = 10;
    private static final int OF_A_SAMPLE = 5;
    private static final int LIST_BYTES = 6_000;
    private static final int LIST_LINES = 100;

    /** Stands for the newest miss, as in why_missed. */
    private static final String LAST = "last";

    private final ToolSources sources;

    public TryRule(ToolSources sources) {
        this.sources = sources;
    }

    public Tool tool() {
        return new Tool(
                "try_rule",
                "Says what a rule would do, or several together: whether a miss would then match, and which recordings of different questions would become one question, "
                        + "so that only one of them answers it. Writes nothing.",
                List.of(
                        Parameter.text(
                                "rule",
                                "A rule as in 'rules:' of reprise.yaml, such as 'leave out $.metadata' or 'replace uuid'; why_missed suggests some."),
                        Parameter.texts(
                                "rules",
                                "Several rules, instead of 'rule': what they would do together. A miss with several differences may need all that why_missed suggests."),
                        Parameter.text("miss", "Whether this miss would match: an id of list_misses, or 'last'."),
                        Parameter.text("test", "Try on the recordings of this test only.")),
                this::call);
    }

    private ToolAnswer call(Arguments arguments) {
        RuleTrial trial;
        Optional<TestId> test;
        try {
            List<KeyRule> rules = RuleTrial.rules(arguments.text("rule"), arguments.texts("rules"));
            trial = new RuleTrial(rules, sources.recorded().rules());
            test = arguments.text("test").map(TestId::new);
        } catch (IllegalArgumentException wrong) {
            throw new WrongCallException(String.valueOf(wrong.getMessage()));
        }
        Optional<Missed> missed = arguments.text("miss").map(this::missed);
        trial.run(sources.store(), test);
        return told(trial.result(
                missed.map(Missed::request), missed.map(Missed::test).orElse(TestId.NONE)));
    }

    private static String last(ToolSources.Running server) {
        List<Json> misses = server.misses().get();
        if (misses.isEmpty()) {
            throw new WrongCallException("this server has not missed anything since it started; leave out 'miss'");
        }
        return misses.get(misses.size() - 1).text("id");
    }

    private Missed missed(String id) {
        ToolSources.Running server = sources.server(". Without a server, leave out 'miss'");
        return server.missed()
                .apply(id.equals(LAST) ? last(server) : id)
                .orElseThrow(() -> new WrongCallException(
                        "the miss " + Quoted.of(id) + " is not remembered; list_misses lists those that are"));
    }

    private ToolAnswer told(Json result) {
        List<Json> joined = result.list("joined");
        String questions = number(result, "joined_questions");
        ToolText text = new ToolText();
        Optional<Json> matches = result.get("matches_miss").filter(answer -> !answer.equals(Json.NULL));
        matches.ifPresent(answer -> text.line(
                answer.equals(new Json.JsonBoolean(true))
                        ? "The miss would match."
                        : "The miss would still not match."));
        text.line(
                joined.isEmpty()
                        ? "No questions of different recordings would become one."
                        : questions + " questions would become "
                                + (joined.size() == 100 ? "100 or more" : joined.size())
                                + ": of each group, one recording would answer all.");
        if (!joined.isEmpty()) {
            String samples = joined.stream().limit(SAMPLES).map(TryRule::sample).collect(Collectors.joining("\n"));
            text.data(ToolText.beginning(sources.mask().of(samples), LIST_BYTES, LIST_LINES));
            if (joined.size() > SAMPLES) {
                text.line("These are the first " + SAMPLES + ".");
            }
        }
        text.line("Tried on " + number(result, "recordings")
                + (number(result, "recordings").equals("1") ? " recording" : " recordings")
                + (result.get("complete").orElse(Json.NULL).equals(new Json.JsonBoolean(true))
                        ? ". Nothing was written."
                        : ", not on all: the store is too large for 20 s; name a test. Nothing was written."));
        return ToolAnswer.of(
                text,
                new JsonObjectBuilder()
                        .with("matches_miss", matches.orElse(Json.NULL))
                        .with("joined", joined.size())
                        .with("joined_questions", result.get("joined_questions").orElse(Json.NULL))
                        .with("recordings", result.get("recordings").orElse(Json.NULL))
                        .with("complete", result.get("complete").orElse(Json.NULL))
                        .done());
    }

    private static String number(Json result, String name) {
        return result.get(name).orElse(Json.NULL).write(Layout.COMPACT).toString();
    }

    private static String sample(Json group) {
        List<Json> locations = group.list("locations");
        return "- "
                + locations.stream()
                        .limit(OF_A_SAMPLE)
                        .map(location -> location.string().orElse(""))
                        .collect(Collectors.joining(", "))
                + (locations.size() > OF_A_SAMPLE ? " and more" : "");
    }
}

package io.reprise.server.control;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.replay.rule.Scoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Rules that can be seen and set while the server runs: those for all requests, or with a test those that one test brings
 * for itself.
 */
final class RulesApi<T> {
    private final Function<String, T> parsing;
    private final Supplier<Scoped<T>> current;
    private final Consumer<UnaryOperator<Scoped<T>>> changing;

    RulesApi(Function<String, T> parsing, Supplier<Scoped<T>> current, Consumer<UnaryOperator<Scoped<T>>> changing) {
        this.parsing = parsing;
        this.current = current;
        this.changing = changing;
    }

    /**
     * Answers {@code GET}, and {@code POST}, {@code PUT} or {@code DELETE} after having changed the rules.
     *
     * @throws WrongRequestException if the body is not rules; the message says why
     */
    Json answer(ControlRequest request) {
        Optional<TestId> test = request.test();
        String method = request.method();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            List<T> rules = method.equals("DELETE") ? List.of() : rules(request.body());
            changing.accept(before -> test.isPresent() ? before.withOwn(test.get(), rules) : before.withCommon(rules));
        }
        return state(test);
    }

    private List<T> rules(Bytes body) {
        try {
            return lines(body).stream().map(parsing).toList();
        } catch (IllegalArgumentException wrong) {
            throw new WrongRequestException(String.valueOf(wrong.getMessage()));
        }
    }

    private Json state(Optional<TestId> test) {
        Scoped<T> rules = current.get();
        JsonObjectBuilder members =
                new JsonObjectBuilder().with("rules", texts(test.map(rules::own).orElse(rules.common())));
        return test.isPresent() ? members.with("test", test.get().name()).done() : all(rules);
    }

    /** The rules for all requests, and those of each test. */
    static Json all(Scoped<?> rules) {
        JsonObjectBuilder members = new JsonObjectBuilder().with("rules", texts(rules.common()));
        JsonObjectBuilder tests = new JsonObjectBuilder();
        new TreeMap<>(rules.own()).forEach((name, own) -> tests.with(name, texts(own)));
        return members.with("tests", tests.done()).done();
    }

    private static Json texts(List<?> rules) {
        return new Json.JsonArray(rules.stream()
                .<Json>map(rule -> new Json.JsonString(rule.toString()))
                .toList());
    }

    /** One rule in each line; or as JSON, {@code {"rules": ["…"]}} or the array alone. */
    private static List<String> lines(Bytes body) {
        String text = RequestBody.text(body);
        if (text.isEmpty()) {
            throw new WrongRequestException(
                    "the body has no rules; DELETE removes all rules, and so does {\"rules\": []}");
        }
        if (!text.startsWith("{") && !text.startsWith("[")) {
            return text.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
        Json rules = text.startsWith("[")
                ? RequestBody.parsed(text)
                : RequestBody.of(body, Set.of("rules")).required("rules");
        if (!(rules instanceof Json.JsonArray)) {
            throw new WrongRequestException("the rules must be an array of strings");
        }
        return rules.items().stream()
                .map(item -> item.string().orElseThrow(() -> new WrongRequestException("each rule must be a string")))
                .toList();
    }
}

package io.reprise.server.control.rule;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.replay.rule.Scoped;
import io.reprise.server.control.ControlRequest;
import io.reprise.server.control.WrongRequestException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Rules that can be seen and set while the server runs: those for all requests, or with a test those that one test brings
 * for itself.
 */
final class RulesApi<T> {
    private final Function<String, T> parsing;
    private final Supplier<Scoped<T>> current;
    private final Consumer<UnaryOperator<Scoped<T>>> changing;
    private final RuleEnds ends;
    private final Runnable sweeping = this::sweep;

    RulesApi(
            Function<String, T> parsing,
            Supplier<Scoped<T>> current,
            Consumer<UnaryOperator<Scoped<T>>> changing,
            RuleEnds ends) {
        this.parsing = parsing;
        this.current = current;
        this.changing = changing;
        this.ends = ends;
    }

    /**
     * Answers {@code GET}, and {@code POST}, {@code PUT} or {@code DELETE} after having changed the rules.
     *
     * @throws WrongRequestException if the body is not rules; the message says why
     */
    Json answer(ControlRequest request) {
        Optional<TestId> test = request.testOrAll("the rules are for all requests");
        String method = request.method();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            IdentityHashMap<T, Instant> limited = new IdentityHashMap<>();
            List<T> rules = method.equals("DELETE") ? List.of() : rules(request.body(), limited);
            changing.accept(before -> test.isPresent() ? before.withOwn(test.get(), rules) : before.withCommon(rules));
            ends.set(
                    limited, sweeping); // not before: whoever ends a rule that is not there yet would leave it for ever
            forget();
        }
        return state(test);
    }

    private void forget() {
        Scoped<T> now = current.get();
        ends.keepOnly(
                Stream.concat(now.common().stream(), now.own().values().stream().flatMap(List::stream))
                        .toList());
    }

    private void sweep() {
        changing.accept(before -> before.without(ends::isOver));
        forget();
    }

    private List<T> rules(Bytes body, IdentityHashMap<T, Instant> limited) {
        try {
            return RuleList.of(body, ends).stream()
                    .map(written -> {
                        T rule = parsing.apply(written.text());
                        written.end().ifPresent(end -> limited.put(rule, end));
                        return rule;
                    })
                    .toList();
        } catch (IllegalArgumentException wrong) {
            throw new WrongRequestException(String.valueOf(wrong.getMessage()));
        }
    }

    private Json state(Optional<TestId> test) {
        if (test.isEmpty()) {
            return all();
        }
        List<T> own = current.get().own(test.get());
        JsonObjectBuilder members = new JsonObjectBuilder()
                .with("rules", texts(own))
                .with("test", test.get().name());
        addEnds(members, ends(test.get().name(), own).toList());
        return members.done();
    }

    /** The rules for all requests, and those of each test. */
    Json all() {
        Scoped<T> rules = current.get();
        JsonObjectBuilder members = new JsonObjectBuilder().with("rules", texts(rules.common()));
        JsonObjectBuilder tests = new JsonObjectBuilder();
        List<Json> limited = new ArrayList<>(ends("", rules.common()).toList());
        new TreeMap<>(rules.own()).forEach((name, own) -> {
            tests.with(name, texts(own));
            limited.addAll(ends(name, own).toList());
        });
        members.with("tests", tests.done());
        addEnds(members, limited);
        return members.done();
    }

    private static void addEnds(JsonObjectBuilder members, List<Json> limited) {
        if (!limited.isEmpty()) {
            members.with("ends", new Json.JsonArray(limited));
        }
    }

    /** Which of the rules hold for a limited time. */
    private Stream<Json> ends(String test, List<T> rules) {
        return rules.stream().flatMap(rule -> ends.of(rule).stream().map(end -> end(test, rule.toString(), end)));
    }

    private static Json end(String test, String rule, Instant end) {
        JsonObjectBuilder members = new JsonObjectBuilder().with("rule", rule);
        if (!test.isEmpty()) {
            members.with("test", test);
        }
        return members.with("ends_at", end.truncatedTo(ChronoUnit.MILLIS).toString())
                .done();
    }

    private static Json texts(List<?> rules) {
        return new Json.JsonArray(rules.stream()
                .<Json>map(rule -> new Json.JsonString(rule.toString()))
                .toList());
    }
}

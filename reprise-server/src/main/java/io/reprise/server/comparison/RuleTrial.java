package io.reprise.server.comparison;

import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.key.Key;
import io.reprise.core.key.KeyRule;
import io.reprise.core.key.KeyRules;
import io.reprise.core.store.EnoughException;
import io.reprise.core.store.Store;
import io.reprise.server.reading.SharedReading;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** What more rules would do together to the recordings of a store: which questions they would make one. Nothing is written. */
public final class RuleTrial {
    /** A store that takes longer is tried in part. */
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(20);

    private static final int MOST_GROUPS = 100;
    private static final int MOST_LOCATIONS = 20;
    private static final int MOST_RULES = 100;

    /** The recordings that would be one question. */
    private static final class Group {
        final TestId test;
        final Set<Key> before = new HashSet<>(2);
        final TreeSet<String> locations = new TreeSet<>();

        Group(TestId test) {
            this.test = test;
        }
    }

    private final List<KeyRule> tried;
    private final KeyRules rules;
    private final KeyRules with;
    private final Map<Key, Group> groups = new HashMap<>();
    private final long end = System.nanoTime() + LONGEST_NANOS;
    private int recordings;
    private boolean isComplete = true;

    /**
     * @param tried are applied after the others, in this order
     * @param rules that are in force
     */
    public RuleTrial(List<KeyRule> tried, KeyRules rules) {
        this.tried = List.copyOf(tried);
        this.rules = rules;
        this.with = rules.plus(tried);
    }

    /**
     * Reads what a caller wants tried: either one rule or several.
     *
     * @param rule what {@code rule} says; empty if it is not given
     * @param rules what {@code rules} says; empty if it is not given
     * @throws IllegalArgumentException if both or neither are given, or a text is no rule; the message says what is wrong
     */
    public static List<KeyRule> rules(Optional<String> rule, Optional<List<String>> rules) {
        if (rule.isPresent() && rules.isPresent()) {
            throw new IllegalArgumentException("'rule' and 'rules' are both given; give one rule or a list of rules");
        }
        List<String> texts = rule.map(List::of)
                .or(() -> rules)
                .orElseThrow(() -> new IllegalArgumentException("'rule' is missing, or 'rules' for several rules"));
        if (texts.isEmpty()) {
            throw new IllegalArgumentException("'rules' is an empty list; it needs at least one rule");
        }
        if (texts.size() > MOST_RULES) {
            throw new IllegalArgumentException(
                    "'rules' has " + texts.size() + " rules; " + MOST_RULES + " can be tried together");
        }
        return texts.stream().map(RuleTrial::rule).toList();
    }

    /** Reads a rule as people copy it: with or without the dash of a list. */
    private static KeyRule rule(String text) {
        String line = text.strip();
        return KeyRule.parse(line.startsWith("- ") ? line.substring(2).strip() : line);
    }

    /** Reads the recordings of a test, or all. Blocks. */
    public void run(Store store, Optional<TestId> test) {
        try {
            new SharedReading(store)
                    .forEach(
                            entry -> {
                                if (System.nanoTime() > end) {
                                    throw new EnoughException();
                                }
                                if (test.isEmpty()
                                        || test.get().equals(entry.recording().test())) {
                                    add(entry);
                                }
                            },
                            broken -> {});
        } catch (EnoughException enough) {
            isComplete = false;
        }
    }

    /** From several threads. */
    private void add(Store.Entry entry) {
        TestId test = entry.recording().test();
        Key after = with.question(entry.question().parsed(), test).key();
        Key before = rules.question(entry.question().parsed(), test).key();
        entry.release();
        synchronized (groups) {
            recordings++;
            Group group = groups.computeIfAbsent(after, first -> new Group(test));
            group.before.add(before);
            group.locations.add(entry.location());
            if (group.locations.size() > MOST_LOCATIONS) {
                group.locations.pollLast();
            }
        }
    }

    /** Whether a recording would answer the request: one of its test, or one of no test. */
    private boolean matches(Request request, TestId test) {
        return groups.containsKey(with.question(request, test).key())
                || groups.containsKey(with.question(request, TestId.NONE).key());
    }

    /** @param miss the request that a recording is wanted for */
    public Json result(Optional<Request> miss, TestId test) {
        List<Group> joined = groups.values().stream()
                .filter(group -> group.before.size() > 1)
                .sorted((a, b) -> a.locations.first().compareTo(b.locations.first()))
                .toList();
        return new JsonObjectBuilder()
                .withOrNull("rule", tried.size() == 1 ? tried.get(0).toString() : "")
                .with(
                        "rules",
                        tried.stream()
                                .map(rule -> new Json.JsonString(rule.toString()))
                                .toList())
                .with(
                        "matches_miss",
                        miss.<Json>map(request -> new Json.JsonBoolean(matches(request, test)))
                                .orElse(Json.NULL))
                .with(
                        "joined",
                        joined.stream().limit(MOST_GROUPS).map(RuleTrial::json).toList())
                .with(
                        "joined_questions",
                        joined.stream().mapToLong(group -> group.before.size()).sum())
                .with("recordings", recordings)
                .with("complete", isComplete)
                .done();
    }

    private static Json json(Group group) {
        return new JsonObjectBuilder()
                .with(
                        "locations",
                        group.locations.stream().map(Json.JsonString::new).toList())
                .withOrNull("test", group.test.name())
                .done();
    }
}

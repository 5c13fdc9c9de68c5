package io.reprise.core.key;

import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.known.ApiFamilies;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Computes keys, after applying the rules about what is left out, replaced or rounded. No other class computes keys.
 * Immutable.
 */
public final class KeyRules {
    /** No rules: only values that JSON itself calls equal are equal. */
    public static final KeyRules NONE = of(List.of());

    private final List<KeyRule> rules;
    private final List<String> headerNames;
    private final UnaryOperator<Request> mask;

    private KeyRules(List<KeyRule> rules, UnaryOperator<Request> mask) {
        this.rules = List.copyOf(rules);
        this.headerNames = rules.stream()
                .filter(KeyRule.IncludeHeader.class::isInstance)
                .map(rule -> ((KeyRule.IncludeHeader) rule).name())
                .toList();
        this.mask = mask;
    }

    /** Rules that are applied one after the other, each to the result of the one before. */
    public static KeyRules of(List<KeyRule> rules) {
        return new KeyRules(rules, UnaryOperator.identity());
    }

    /**
     * These rules, with a mask that is applied before them, so that a request has the same key as its masked recording.
     * Masking twice must give the same as masking once.
     */
    public KeyRules withMask(UnaryOperator<Request> mask) {
        return new KeyRules(rules, mask);
    }

    /** These rules and then {@code more}. */
    public KeyRules plus(List<KeyRule> more) {
        List<KeyRule> all = new ArrayList<>(rules);
        all.addAll(more);
        return new KeyRules(all, mask);
    }

    /** Whether there are no rules. A mask is not a rule. */
    public boolean isEmpty() {
        return rules.isEmpty();
    }

    public List<KeyRule> rules() {
        return rules;
    }

    /** The question that {@code request} asks in {@code test}. Model lists belong to no test, also if a test asks. */
    public Question question(ParsedRequest request, TestId test) {
        return new Question(request, request.family().isModelList() ? TestId.NONE : test, this);
    }

    /** As {@link #question(ParsedRequest, TestId)}, for a request that is not parsed or decoded yet. */
    public Question question(Request request, TestId test) {
        return question(ApiFamilies.parse(request), test);
    }

    /** What a store keeps of {@code request}: of its headers only those that have a part in the key, or say how to read the body. */
    public Request kept(Request request) {
        return new Request(
                request.method(),
                request.path(),
                request.query(),
                request.headers().filter(field -> isKept(request, field.name())),
                request.body());
    }

    private boolean isKept(Request request, String header) {
        return header.equals("content-type")
                || headerNames.contains(header)
                || header.equals(RangeField.NAME) && RangeField.counts(request);
    }

    /** The compared parts of {@code request} after all rules have been applied. */
    public CanonicalForm canonical(ParsedRequest request) {
        ComparedRequest asked = compared(request);
        for (KeyRule rule : rules) {
            asked = asked.after(rule);
        }
        return new CanonicalForm(asked);
    }

    /** The rules that make a difference to the key of {@code request}. */
    public List<KeyRule> applied(ParsedRequest request) {
        List<KeyRule> applied = new ArrayList<>();
        ComparedRequest asked = compared(request);
        for (KeyRule rule : rules) {
            ComparedRequest after = asked.after(rule);
            boolean isIncluded = rule instanceof KeyRule.IncludeHeader header
                    && asked.headers().containsKey(header.name());
            if (after != asked || isIncluded) {
                applied.add(rule);
            }
            asked = after;
        }
        return applied;
    }

    private ComparedRequest compared(ParsedRequest request) {
        return ComparedRequest.of(request.with(mask.apply(request.request())), headerNames);
    }
}

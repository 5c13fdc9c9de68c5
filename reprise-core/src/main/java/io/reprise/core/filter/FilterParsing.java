package io.reprise.core.filter;

import io.reprise.core.pattern.Glob;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Makes conditions of the text of a filter. */
final class FilterParsing {
    /** What an outcome may be: docs/decisions/0035-one-api-for-people-and-programs.md. */
    private static final List<String> OUTCOMES = List.of(
            "replayed", "recorded", "joined", "forwarded", "faulted", "missed", "refused", "failed", "client-left");

    private final String text;
    private final FilterScope scope;

    FilterParsing(String text, FilterScope scope) {
        this.text = text;
        this.scope = scope;
    }

    List<Condition> conditions() {
        return FilterTerms.of(text).stream()
                .filter(term -> !term.name().isEmpty() || !term.value().isEmpty())
                .map(this::condition)
                .toList();
    }

    private Condition condition(FilterTerm term) {
        Condition condition = term.name().isEmpty() ? word(term) : named(term, name(term));
        return term.isNegated() ? not(condition) : condition;
    }

    private FilterName name(FilterTerm term) {
        String written = "'" + term.name() + ":'";
        FilterName name = FilterName.of(term.name())
                .orElseThrow(() -> term.wrongName("there is no " + written + "; a filter of " + scope.rows() + " has "
                        + scope.listed() + ". To search for this text, put it in quotes"));
        if (!scope.names().contains(name)) {
            throw term.wrongName(
                    written + " does not apply to " + scope.rows() + "; their filter has " + scope.listed());
        }
        if (term.value().isEmpty() && name != FilterName.TEST) {
            throw term.wrongValue(written + " needs a value, as in " + name.example());
        }
        return name;
    }

    private Condition named(FilterTerm term, FilterName name) {
        return switch (name) {
            case OUTCOME -> anyValue(name, outcomes(term));
            case MODEL, TEST, FAMILY, UPSTREAM, TOOL, PATH -> anyValue(name, pattern(term));
            case KEY -> anyValue(name, beginning(term));
            case STATUS -> status(FilterValues.status(term, list(term)));
            case IS -> traits(term);
            case LARGER_THAN -> larger(FilterValues.size(term));
            case SLOWER_THAN -> slower(FilterValues.milliseconds(term));
            case SINCE -> since(FilterValues.since(term));
            case TEXT -> new TextCondition(new WordSearch(term.value()));
        };
    }

    private static Condition word(FilterTerm term) {
        WordSearch search = new WordSearch(term.value());
        return (facts, now) -> anyIsIn(search, facts);
    }

    private static boolean anyIsIn(WordSearch search, Facts facts) {
        for (String word : facts.words()) {
            if (search.isIn(word)) {
                return true;
            }
        }
        return false;
    }

    /** Looks into what is shown first, then into bodies. */
    private record TextCondition(WordSearch search) implements Condition {
        @Override
        public boolean holds(Facts facts, Instant now) {
            return anyIsIn(search, facts) || facts.bodies().anyMatch(search::isIn);
        }

        @Override
        public boolean readsBodies() {
            return true;
        }
    }

    private static Condition not(Condition condition) {
        return new Condition() {
            @Override
            public boolean holds(Facts facts, Instant now) {
                return !condition.holds(facts, now);
            }

            @Override
            public boolean readsBodies() {
                return condition.readsBodies();
            }
        };
    }

    private static Condition anyValue(FilterName name, Predicate<String> isWanted) {
        return (facts, now) -> facts.values(name).stream().anyMatch(isWanted);
    }

    /** The whole value in any case, where {@code *} outside of quotes stands for any characters. */
    private static Predicate<String> pattern(FilterTerm term) {
        String folded = WordSearch.folded(term.value());
        if (term.isQuoted()) {
            return value -> WordSearch.folded(value).equals(folded);
        }
        Glob glob = new Glob(folded);
        return value -> glob.matches(WordSearch.folded(value));
    }

    private static Predicate<String> beginning(FilterTerm term) {
        String beginning = WordSearch.folded(term.value());
        if (!beginning.matches("[0-9a-f]{1,64}")) {
            throw term.wrongValue("'" + term.value() + "' is not the beginning of a key, which has the digits 0 to f");
        }
        return value -> value.startsWith(beginning);
    }

    private static Predicate<String> outcomes(FilterTerm term) {
        List<String> wanted = list(term);
        wanted.stream()
                .filter(outcome -> !OUTCOMES.contains(outcome))
                .findFirst()
                .ifPresent(unknown -> {
                    throw term.wrongValue(
                            "'" + unknown + "' is not an outcome; the outcomes are " + String.join(", ", OUTCOMES));
                });
        return wanted::contains;
    }

    private Condition traits(FilterTerm term) {
        Set<Trait> wanted = EnumSet.noneOf(Trait.class);
        for (String label : list(term)) {
            wanted.add(Arrays.stream(Trait.values())
                    .filter(trait ->
                            trait.label().equals(label) && scope.traits().contains(trait))
                    .findFirst()
                    .orElseThrow(() -> term.wrongValue(
                            "'is:' takes " + scope.listedTraits() + " for " + scope.rows() + ", not '" + label + "'")));
        }
        return (facts, now) -> wanted.stream().anyMatch(facts::is);
    }

    /** Alternatives: {@code missed,refused}. */
    private static List<String> list(FilterTerm term) {
        return Arrays.stream(term.value().split(",", -1))
                .map(WordSearch::folded)
                .toList();
    }

    private static Condition status(IntPredicate isWanted) {
        return (facts, now) ->
                facts.status().isPresent() && isWanted.test(facts.status().getAsInt());
    }

    private static Condition larger(long bytes) {
        return (facts, now) -> facts.bytes().orElse(-1) > bytes;
    }

    private static Condition slower(long milliseconds) {
        return (facts, now) -> facts.milliseconds().orElse(-1) > milliseconds;
    }

    private static Condition since(UnaryOperator<Instant> earliest) {
        return (facts, now) ->
                facts.at().filter(at -> !at.isBefore(earliest.apply(now))).isPresent();
    }
}

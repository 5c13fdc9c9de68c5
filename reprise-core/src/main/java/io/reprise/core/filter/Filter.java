package io.reprise.core.filter;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Selects rows of a list: those for which all conditions hold. {@code weather model:gpt-* -is:error} selects what has the word weather, was asked of
 * a model whose name begins with gpt-, and is no error.
 *
 * @param conditions those that read bodies come last
 */
public record Filter(List<Condition> conditions) {
    /** Selects every row. */
    public static final Filter ALL = new Filter(List.of());

    public Filter {
        conditions = conditions.stream()
                .sorted(Comparator.comparing(Condition::readsBodies))
                .toList();
    }

    /**
     * Parses the text of a filter; one that is blank selects everything.
     *
     * @throws FilterSyntaxException if it is wrong; the message says where and why
     */
    public static Filter parse(String text, FilterScope scope) {
        return new Filter(new FilterParsing(text, scope).conditions());
    }

    /** This filter with one more condition. */
    public Filter and(Condition further) {
        return new Filter(Stream.concat(conditions.stream(), Stream.of(further)).toList());
    }

    /** Whether it selects every row. */
    public boolean isAll() {
        return conditions.isEmpty();
    }

    /** Those of its conditions that look into no body. */
    public Filter withoutBodies() {
        return new Filter(conditions.stream()
                .filter(condition -> !condition.readsBodies())
                .toList());
    }

    /** Those of its conditions that look into bodies. */
    public Filter ofBodies() {
        return new Filter(conditions.stream().filter(Condition::readsBodies).toList());
    }

    /** Whether it looks into bodies, so that each recording has to be read. */
    public boolean readsBodies() {
        return conditions.stream().anyMatch(Condition::readsBodies);
    }

    /** @param now from which {@code since:} counts back */
    public boolean accepts(Facts facts, Instant now) {
        for (Condition condition : conditions) {
            if (!condition.holds(facts, now)) {
                return false;
            }
        }
        return true;
    }
}

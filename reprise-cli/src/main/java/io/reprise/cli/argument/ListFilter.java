package io.reprise.cli.argument;

import io.reprise.core.exchange.TestId;
import io.reprise.core.filter.Condition;
import io.reprise.core.filter.Facts;
import io.reprise.core.filter.Filter;
import io.reprise.core.filter.FilterName;
import io.reprise.core.filter.FilterScope;
import io.reprise.core.pattern.Glob;
import io.reprise.core.pattern.RegularExpression;
import java.time.Instant;
import java.util.List;

/** The flags that select recordings. */
public final class ListFilter {
    private final Parameter<String> filter = Parameter.option(
            "--filter",
            "FILTER",
            "Only recordings that this filter selects, such as 'weather model:gpt-* -is:error'; docs/filter.md lists all names.");

    private final Parameter<String> test =
            Parameter.option("--test", "ID", "Only recordings of this test; '' for recordings without a test.");

    private final Parameter<String> model =
            Parameter.option("--model", "PATTERN", "Only recordings of this model; * stands for any text.");

    private final Parameter<String> grep = Parameter.option(
            "--grep", "REGEX", "Only recordings whose request or answer matches. Upper and lower case are the same.");

    public List<Parameter<?>> all() {
        return List.of(filter, test, model, grep);
    }

    /** @throws IllegalArgumentException if a flag is wrong; the message names it */
    public Filter given() {
        Filter all = filter.given()
                .map(text -> Filter.parse(text, FilterScope.RECORDINGS))
                .orElse(Filter.ALL);
        if (test.isGiven()) {
            TestId wanted = new TestId(test.required());
            all = all.and((facts, now) -> facts.values(FilterName.TEST).contains(wanted.name()));
        }
        if (model.isGiven()) {
            Glob wanted = new Glob(model.required());
            all = all.and(
                    (facts, now) -> facts.values(FilterName.MODEL).stream().anyMatch(wanted::matches));
        }
        return grep.isGiven() ? all.and(new InBodies(regex(grep.required()))) : all;
    }

    private static RegularExpression regex(String regex) {
        try {
            return RegularExpression.ignoringCase(regex);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("--grep: " + wrong.getMessage(), wrong);
        }
    }

    private record InBodies(RegularExpression regex) implements Condition {
        @Override
        public boolean holds(Facts facts, Instant now) {
            return facts.bodies().anyMatch(text -> regex.search().isIn(text));
        }

        @Override
        public boolean readsBodies() {
            return true;
        }
    }
}

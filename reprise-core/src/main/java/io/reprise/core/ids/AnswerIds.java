package io.reprise.core.ids;

import io.reprise.core.exchange.Response;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.Volatility;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The ids and the state in an answer that a later request may carry. */
public final class AnswerIds {
    private AnswerIds() {}

    /** The first of {@code values} that is one of them, or one of their segments. */
    public static Optional<String> firstOf(Collection<String> values, Response answer, ApiFamily family) {
        Set<String> ids = new HashSet<>();
        AnswerLeaves.of(answer, family)
                .forEach(leaves -> leaves.stream()
                        .filter(leaf -> leaf.is(Volatility.ID) || leaf.is(Volatility.STATE))
                        .flatMap(leaf -> leaf.text().stream())
                        .flatMap(id -> Stream.concat(Stream.of(id), Arrays.stream(id.split("/", -1))))
                        .filter(IdPair::isLongEnough)
                        .forEach(ids::add));
        return values.stream().filter(ids::contains).findFirst();
    }
}

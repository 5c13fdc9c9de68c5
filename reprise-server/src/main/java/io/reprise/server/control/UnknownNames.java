package io.reprise.server.control;

import io.reprise.core.exchange.NearNames;
import java.util.Set;
import java.util.TreeSet;

/** Words about a name that a request has and that no route knows. */
final class UnknownNames {
    private UnknownNames() {}

    /**
     * What was probably meant; else what is possible.
     *
     * @param possible such as {@code it takes}
     */
    static String advice(String name, Set<String> known, String possible) {
        return NearNames.of(name, known)
                .map(near -> "did you mean '" + near + "'?")
                .orElseGet(() -> possible + " " + String.join(", ", new TreeSet<>(known)));
    }
}

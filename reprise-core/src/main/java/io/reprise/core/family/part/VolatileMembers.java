package io.reprise.core.family.part;

import io.reprise.core.family.Volatility;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The members of an API's answers that have another value each time, by their names. Within what users and models write, such as
 * the arguments of a tool, nothing is volatile.
 *
 * @param names of volatile members, wherever they are
 * @param endings of the names of further volatile members, such as {@code _id}
 * @param steady names that end so and are not volatile, such as {@code custom_id}
 * @param content members whose values are what somebody wrote
 */
public record VolatileMembers(
        Map<String, Volatility> names, Map<String, Volatility> endings, Set<String> steady, Set<String> content) {
    public VolatileMembers {
        names = Map.copyOf(names);
        endings = Map.copyOf(endings);
        steady = Set.copyOf(steady);
        content = Set.copyOf(content);
    }

    /** @param path of the object that has the member, such as {@code .choices[].delta} */
    public Optional<Volatility> of(String path, String name) {
        Optional<Volatility> why = ofName(name);
        return why.isEmpty() || isWithinContent(path) ? Optional.empty() : why;
    }

    private Optional<Volatility> ofName(String name) {
        Volatility known = names.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        for (Map.Entry<String, Volatility> ending : endings.entrySet()) {
            if (name.endsWith(ending.getKey()) && !steady.contains(name)) {
                return Optional.of(ending.getValue());
            }
        }
        return Optional.empty();
    }

    /** Whether {@code path}, such as {@code .output[].arguments}, leads into content. */
    public boolean isWithinContent(String path) {
        int start = path.indexOf('.');
        while (start >= 0) {
            int next = path.indexOf('.', start + 1);
            int end = next < 0 ? path.length() : next;
            int bracket = path.indexOf('[', start);
            if (content.contains(path.substring(start + 1, bracket < 0 ? end : Math.min(bracket, end)))) {
                return true;
            }
            start = next;
        }
        return false;
    }
}

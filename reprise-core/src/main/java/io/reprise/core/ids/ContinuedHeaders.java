package io.reprise.core.ids;

import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.LinkFields;
import io.reprise.core.exchange.VolatileHeaders;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The headers of a new answer whose content is another one. Those that are known to be about the transfer are as before, since they change each
 * time. All others are the new ones: an old one would describe content that is gone. Their ids and links are the recorded ones.
 */
final class ContinuedHeaders {
    private ContinuedHeaders() {}

    /**
     * @param before with links that differ from those of {@code now} in ids only
     * @param ids the earlier value of a new one
     */
    static Headers of(Headers before, Headers now, Map<String, String> ids) {
        Headers changed = withLinksOf(before, now);
        Set<String> names = new LinkedHashSet<>();
        before.fields().forEach(field -> names.add(field.name()));
        now.fields().forEach(field -> names.add(field.name()));
        List<Headers.Field> fields = new ArrayList<>();
        for (String name : names) {
            if (isKept(name)) {
                before.fields().stream()
                        .filter(field -> field.name().equals(name))
                        .forEach(fields::add);
            } else {
                changed.fields().stream()
                        .filter(field -> field.name().equals(name))
                        .map(field -> IdPair.isLongEnough(field.value())
                                ? new Headers.Field(name, ids.getOrDefault(field.value(), field.value()))
                                : field)
                        .forEach(fields::add);
            }
        }
        return new Headers(fields);
    }

    /** Links lead where they led before, so their upstream is the earlier one, too. */
    private static boolean isKept(String name) {
        return name.equals(LinkFields.UPSTREAM) || VolatileHeaders.have(name);
    }

    private static Headers withLinksOf(Headers before, Headers now) {
        List<String> earlier = new ArrayList<>();
        LinkFields.change(before, link -> {
            earlier.add(link);
            return link;
        });
        Iterator<String> next = earlier.iterator();
        return LinkFields.change(now, link -> next.next());
    }
}

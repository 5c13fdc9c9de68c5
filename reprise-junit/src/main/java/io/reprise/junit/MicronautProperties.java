package io.reprise.junit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The properties by which Micronaut's LangChain4j is told where the APIs are. */
final class MicronautProperties {
    private MicronautProperties() {}

    /**
     * The base URLs; those of APIs only where the application sets something for them, since a property makes a client there.
     *
     * @param upstreams names of upstreams; one that is called after an API is where this API is asked
     * @param available what the application sets
     */
    static Map<String, String> of(String url, List<String> upstreams, Map<String, Object> available) {
        Map<String, String> properties = new HashMap<>(Map.of("reprise.base-url", url));
        for (List<String> row : PropertyTable.rows("micronaut")) {
            String prefix = row.get(0) + ".";
            if (available.keySet().stream().anyMatch(name -> name.startsWith(prefix))) {
                properties.put(prefix + "base-url", PropertyTable.url(url, row.get(1), upstreams));
            }
        }
        return properties;
    }
}

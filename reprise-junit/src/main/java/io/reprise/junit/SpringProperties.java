package io.reprise.junit;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The properties by which Spring AI and the starters of LangChain4j are told where the APIs are. */
final class SpringProperties {
    private static final String NO_KEY = "none";

    private static final List<String> MODELS = List.of(
            "chat-model",
            "streaming-chat-model",
            "language-model",
            "streaming-language-model",
            "embedding-model",
            "moderation-model",
            "image-model");

    /** What an application says of a model that it uses. LangChain4j makes a model of any property, so none is added to a model that is not used. */
    private static final List<String> SIGNS = List.of("base-url", "api-key", "model-name", "enabled");

    private SpringProperties() {}

    /** What is in the place of keys that are not set, since applications do not start without. */
    static Map<String, Object> keys() {
        Map<String, Object> keys = new TreeMap<>();
        PropertyTable.rows("key").forEach(row -> keys.put(row.get(0), NO_KEY));
        return keys;
    }

    /**
     * Properties and their values.
     *
     * @param url for all upstreams
     * @param upstreams names of upstreams; one that is called after an API is where this API is asked
     * @param isSet whether the application sets a property
     */
    static Map<String, Object> baseUrls(String url, List<String> upstreams, Predicate<String> isSet) {
        Map<String, Object> properties = new TreeMap<>();
        for (List<String> row : PropertyTable.rows("always")) {
            properties.put(row.get(0), PropertyTable.url(url, row.get(1), upstreams));
        }
        PropertyTable.rows("where-set").stream()
                .filter(row -> isSet.test(row.get(0)))
                .forEach(row -> properties.put(row.get(0), PropertyTable.url(url, row.get(1), upstreams)));
        for (List<String> row : PropertyTable.rows("models")) {
            String base = PropertyTable.url(url, row.get(1), upstreams) + (row.size() > 2 ? row.get(2) : "");
            MODELS.stream()
                    .map(model -> row.get(0) + "." + model + ".")
                    .filter(prefix -> SIGNS.stream().anyMatch(sign -> isSet.test(prefix + sign)))
                    .forEach(prefix -> properties.put(prefix + "base-url", base));
        }
        return properties;
    }
}

package io.reprise.junit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The properties by which Spring AI and the starters of LangChain4j are told where the APIs are, from a table. A base URL has no {@code /v1}: the server answers both
 * spellings.
 */
final class SpringProperties {
    private static final String TABLE = "spring-properties.tsv";
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

    private final List<String[]> rows;

    private SpringProperties(List<String[]> rows) {
        this.rows = rows;
    }

    static SpringProperties load() {
        try (InputStream in = Objects.requireNonNull(SpringProperties.class.getResourceAsStream(TABLE), TABLE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return new SpringProperties(lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .toList());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** What is in the place of keys that are not set, since applications do not start without. */
    Map<String, Object> keys() {
        Map<String, Object> keys = new TreeMap<>();
        rows.stream().filter(row -> row[0].equals("key")).forEach(row -> keys.put(row[1], NO_KEY));
        return keys;
    }

    /**
     * Properties and their values.
     *
     * @param url for all upstreams
     * @param upstreams names of upstreams; one that is called after an API is where this API is asked
     * @param isSet whether the application sets a property
     */
    Map<String, Object> baseUrls(String url, List<String> upstreams, Predicate<String> isSet) {
        Map<String, Object> properties = new TreeMap<>();
        for (String[] row : rows) {
            if (row[0].equals("always")) {
                properties.put(row[1], ofUpstream(url, row[2], upstreams));
            } else if (row[0].equals("models")) {
                String base = ofUpstream(url, row[2], upstreams) + (row.length > 3 ? row[3] : "");
                MODELS.stream()
                        .map(model -> row[1] + "." + model + ".")
                        .filter(prefix -> SIGNS.stream().anyMatch(sign -> isSet.test(prefix + sign)))
                        .forEach(prefix -> properties.put(prefix + "base-url", base));
            }
        }
        return properties;
    }

    private static String ofUpstream(String url, String api, List<String> upstreams) {
        return upstreams.contains(api) ? url + "/u/" + api : url;
    }
}

package io.reprise.junit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** The properties by which the extensions of Quarkus for LangChain4j are told where the APIs are. */
final class QuarkusProperties {
    private static final String PREFIX = "quarkus.langchain4j.";

    /** Quarkus warns of properties that no extension knows; each extension says what it is called. */
    private static final String EXTENSION = "META-INF/quarkus-extension.properties";

    private static final Pattern NAME = Pattern.compile(":quarkus-langchain4j-([\\w-]+)-deployment:");

    private QuarkusProperties() {}

    /** @param upstreams names of upstreams; one that is called after an API is where this API is asked */
    static Map<String, String> of(String url, List<String> upstreams) {
        Config config = ConfigProvider.getConfig();
        List<String> names = new ArrayList<>();
        config.getPropertyNames().forEach(names::add);
        Map<String, String> properties = new HashMap<>(of(url, upstreams, extensions(), names));
        PropertyTable.rows("quarkus").stream()
                .flatMap(row -> row.stream().skip(2)) // the variables that have keys
                .filter(variable -> !isSet(config, variable))
                .forEach(variable -> properties.put(variable, "none")); // applications do not start without
        return properties;
    }

    /**
     * The base URLs, also of models with a name.
     *
     * @param names of the properties that the application sets
     */
    static Map<String, String> of(String url, List<String> upstreams, List<String> extensions, List<String> names) {
        Map<String, String> properties = new HashMap<>(Map.of("reprise.base-url", url));
        for (List<String> row : PropertyTable.rows("quarkus")) {
            if (extensions.contains(row.get(0))) {
                String prefix = PREFIX + row.get(0) + ".";
                String base = PropertyTable.url(url, row.get(1), upstreams);
                properties.put(prefix + "base-url", base);
                Pattern named = Pattern.compile(Pattern.quote(prefix) + "(\"[^\"]+\"|[^.\"]+)\\.(?:api-key|base-url)");
                names.stream()
                        .map(named::matcher)
                        .filter(Matcher::matches)
                        .forEach(name -> properties.put(prefix + name.group(1) + ".base-url", base));
            }
        }
        return properties;
    }

    private static boolean isSet(Config config, String name) {
        try {
            return config.getOptionalValue(name, String.class).isPresent();
        } catch (NoSuchElementException refersToWhatIsNotSet) {
            return false;
        }
    }

    private static List<String> extensions() {
        List<String> found = new ArrayList<>();
        try {
            for (URL file : Collections.list(
                    Thread.currentThread().getContextClassLoader().getResources(EXTENSION))) {
                Properties extension = new Properties();
                try (InputStream in = file.openStream()) {
                    extension.load(in);
                }
                Matcher name = NAME.matcher(extension.getProperty("deployment-artifact", ""));
                if (name.find()) {
                    found.add(name.group(1).replace('-', '.'));
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return found;
    }
}

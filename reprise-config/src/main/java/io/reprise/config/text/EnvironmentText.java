package io.reprise.config.text;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text in which {@code ${NAME}} stands for an environment variable, {@code ${NAME:-text}} for one that need not be set. */
public final class EnvironmentText {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?}");

    private EnvironmentText() {}

    /** The name of the first variable that is not set; empty if none is missing. */
    public static Optional<String> missing(String text, Map<String, String> environment) {
        return VARIABLE.matcher(text)
                .results()
                .filter(found -> found.group(2) == null
                        && value(environment, found.group(1)).isEmpty())
                .map(found -> found.group(1))
                .findFirst();
    }

    /** The text with the values of the variables; missing ones are left out. */
    public static String resolve(String text, Map<String, String> environment) {
        return VARIABLE.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(value(environment, found.group(1))
                        .orElse(Optional.ofNullable(found.group(2)).orElse(""))));
    }

    /** The values of the variables that the text names. */
    public static List<String> values(String text, Map<String, String> environment) {
        return VARIABLE.matcher(text)
                .results()
                .flatMap(found -> value(environment, found.group(1)).stream())
                .toList();
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }
}

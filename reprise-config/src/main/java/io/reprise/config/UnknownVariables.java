package io.reprise.config;

import io.reprise.core.exchange.NearNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Environment variables that are probably meant for this program, and that it does not know. */
public final class UnknownVariables {
    private static final String PREFIX = "REPRISE_";

    /** Variables that are no settings. */
    private static final Set<String> OTHERS =
            Set.of("REPRISE_UPSTREAM", "REPRISE_DEBUG", "REPRISE_JAVA_HOME", "REPRISE_JAVA_OPTS", "REPRISE_URL");

    /** What the extensions of test frameworks read, or set; {@code reprise run} sets some for them. */
    private static final Set<String> OF_EXTENSIONS =
            Set.of("REPRISE_HOME", "REPRISE_BASE_URL", "REPRISE_RUN", "REPRISE_RUN_URL", "REPRISE_LINGER_MS");

    /** What Kubernetes sets in each container beside a service that is called {@code reprise}. */
    private static final Pattern OF_KUBERNETES =
            Pattern.compile("REPRISE_(?:SERVICE_(?:HOST|PORT)(?:_.*)?|PORT_\\d+_(?:TCP|UDP|SCTP)(?:_.*)?)");

    private UnknownVariables() {}

    /** A warning for each. A variable that {@code reprise.yaml} names belongs to its user. */
    public static List<String> warnings(Configuration.Inputs inputs) {
        Map<String, String> names = names();
        List<String> unknown = inputs.environment().keySet().stream()
                .filter(name -> name.toUpperCase(Locale.ROOT).startsWith(PREFIX))
                .filter(name -> !names.containsValue(name)
                        && !OF_EXTENSIONS.contains(name)
                        && !OF_KUBERNETES.matcher(name).matches())
                .sorted()
                .toList();
        if (unknown.isEmpty()) {
            return List.of();
        }
        String file = inputs.typed()
                .or(() -> inputs.existingFile().map(UnknownVariables::text))
                .orElse("");
        return unknown.stream()
                .filter(name -> !file.contains("${" + name + "}") && !file.contains("${" + name + ":"))
                .map(name -> warning(name, names))
                .toList();
    }

    private static String warning(String name, Map<String, String> names) {
        Optional<String> near =
                NearNames.of(name.substring(PREFIX.length()), names.keySet()).map(names::get);
        return "the environment variable " + name + " is ignored: there is no such setting"
                + near.map(meant -> "; did you mean " + meant + "?")
                        .orElse("; docs/configuration.md lists all variables");
    }

    /** What a person may take for the end of the name of a variable, with the variable. */
    private static Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        for (Setting setting : Setting.values()) {
            names.put(setting.label().replace('.', '-'), setting.variable());
            if (!setting.flag().isEmpty()) {
                names.put(setting.flag().substring(2), setting.variable());
            }
        }
        for (Setting setting : Setting.values()) {
            names.put(end(setting.variable()), setting.variable());
        }
        OTHERS.forEach(name -> names.put(end(name), name));
        return names;
    }

    private static String end(String variable) {
        return variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            return "";
        }
    }
}

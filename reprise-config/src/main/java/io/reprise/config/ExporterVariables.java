package io.reprise.config;

import io.reprise.core.exchange.PercentEncoding;
import io.reprise.core.redact.search.KnownCredentials;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The standard environment variables of OpenTelemetry's exporters. */
final class ExporterVariables {
    private ExporterVariables() {}

    static Map<String, String> of(Map<String, String> environment) {
        return environment.entrySet().stream()
                .filter(variable -> variable.getKey().startsWith("OTEL_"))
                .collect(Collectors.toUnmodifiableMap(Entry::getKey, Entry::getValue));
    }

    /** Notes the credentials in the headers with which collectors are sent to, such as {@code Authorization=Bearer%20…}. */
    static void noteCredentials(Map<String, String> environment, KnownCredentials known) {
        of(environment).entrySet().stream()
                .filter(variable -> variable.getKey().endsWith("_HEADERS"))
                .flatMap(variable -> Stream.of(variable.getValue().split(",", -1)))
                .map(header -> header.split("=", 2))
                .filter(header -> header.length == 2)
                .forEach(header -> known.configureHeader(
                        header[0].strip().toLowerCase(Locale.ROOT), PercentEncoding.decodeText(header[1].strip())));
    }
}

package io.reprise.config;

import io.reprise.server.report.TelemetryProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** Whether and how what becomes of requests is exported. What exports it is loaded when it is asked for. */
enum TelemetryExport {
    OFF,
    OTLP;

    private static final String DIRECTORY = "otel";

    /** @throws IllegalArgumentException if there is no such way; the message says which there are */
    static TelemetryExport parse(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "off" -> OFF;
            case "otlp" -> OTLP;
            default -> throw new IllegalArgumentException("'" + text + "' is not off or otlp");
        };
    }

    /** @param environment the variables that settings of the exporter may be in */
    TelemetryProvider.Opening opening(Map<String, String> environment) {
        return this == OFF
                ? TelemetryProvider.Opening.NONE
                : server -> provider().open(environment, server);
    }

    private static TelemetryProvider provider() {
        ClassLoader own = TelemetryExport.class.getClassLoader();
        return first(own)
                .or(() -> jars().filter(jars -> !jars.isEmpty())
                        .flatMap(jars -> first(new URLClassLoader("reprise-otel", jars.toArray(URL[]::new), own))))
                .orElseThrow(() -> new IllegalArgumentException(
                        "telemetry: otlp needs the module reprise-otel, which is not there; add the dependency"
                                + " io.reprise:reprise-otel, or start the packaged program, which has it in lib/otel"));
    }

    private static Optional<TelemetryProvider> first(ClassLoader loader) {
        return ServiceLoader.load(TelemetryProvider.class, loader).findFirst();
    }

    /** Those of the directory beside the jar that this class is in; they are not on the class path. Empty if there is none. */
    private static Optional<List<URL>> jars() {
        CodeSource source = TelemetryExport.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            return Optional.empty();
        }
        try {
            Path directory = Path.of(source.getLocation().toURI()).resolveSibling(DIRECTORY);
            return Files.isDirectory(directory) ? Optional.of(jarsIn(directory)) : Optional.empty();
        } catch (URISyntaxException | IOException unreadable) {
            return Optional.empty();
        }
    }

    private static List<URL> jarsIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .map(Path::toUri)
                    .map(TelemetryExport::url)
                    .toList();
        }
    }

    private static URL url(URI file) {
        try {
            return file.toURL();
        } catch (MalformedURLException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}

package io.reprise.config;

import io.reprise.config.text.EnvironmentText;
import io.reprise.core.exchange.Headers;
import io.reprise.core.redact.search.KnownCredentials;
import io.reprise.server.upstream.ProxyServer;
import io.reprise.server.upstream.Upstream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The credentials that a configuration has: the token, passwords, what upstreams are sent, and those of the environment. */
public final class ConfiguredCredentials {
    /** Ends of the names of headers that say which version, project or program, and are no secrets. */
    private static final Pattern NO_CREDENTIAL = Pattern.compile(
            "(?i)(?:version|beta|project|organization|agent|type|accept|language|region|title|referer)$");

    private ConfiguredCredentials() {}

    /** Notes the credentials of the environment: values of variables such as {@code EXAMPLE_API_KEY}, and logins of proxies. */
    public static void note(Map<String, String> environment, KnownCredentials known) {
        environment.forEach(known::configureVariable);
        for (String name : List.of("http_proxy", "https_proxy", "all_proxy")) {
            for (String variable : List.of(name, name.toUpperCase(Locale.ROOT))) {
                proxy(environment.getOrDefault(variable, "")).ifPresent(proxy -> note(proxy, known));
            }
        }
    }

    /** Those of a configuration. */
    static KnownCredentials of(
            Configuration.Inputs inputs,
            String token,
            String recordings,
            List<Upstream> upstreams,
            ConfigurationFile file) {
        KnownCredentials known = new KnownCredentials();
        note(inputs.environment(), known);
        known.configure(token);
        RecordingsLocation.password(recordings).ifPresent(known::configure);
        for (Upstream upstream : upstreams) {
            upstream.headers().fields().forEach(field -> note(field, known));
            upstream.connection().proxy().ifPresent(proxy -> note(proxy, known));
        }
        for (UpstreamEntry entry : file.upstreams()) {
            for (String header : entry.headers().values()) {
                EnvironmentText.values(header, inputs.environment()).forEach(known::configureValue);
            }
        }
        return known;
    }

    /** A header without a telling name is a credential all the same, if it looks like one: why else would it be configured? */
    private static void note(Headers.Field header, KnownCredentials known) {
        known.configureHeader(header.name(), header.value());
        if (!NO_CREDENTIAL.matcher(header.name()).find()) {
            known.configureValue(header.value());
        }
    }

    private static void note(ProxyServer proxy, KnownCredentials known) {
        proxy.login().ifPresent(login -> {
            known.configure(login.password());
            known.configure(login.user() + ":" + login.password());
        });
    }

    private static Optional<ProxyServer> proxy(String text) {
        try {
            return text.isBlank() ? Optional.empty() : Optional.of(ProxyServer.parse(text));
        } catch (IllegalArgumentException isNone) {
            return Optional.empty();
        }
    }
}

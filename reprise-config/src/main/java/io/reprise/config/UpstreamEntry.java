package io.reprise.config;

import io.reprise.config.text.EnvironmentText;
import io.reprise.config.text.YamlValue;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Quoted;
import io.reprise.core.plan.Mode;
import io.reprise.server.upstream.Upstream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An upstream as {@code reprise.yaml} describes it.
 *
 * @param url may have {@code ${NAME}} for environment variables
 * @param headers whose values may have such names, too
 * @param place for people: where it is described
 */
record UpstreamEntry(Naming naming, String url, Map<String, String> headers, ConnectionEntry connection, String place) {
    private static final List<String> MEMBERS = Stream.concat(
                    Stream.of("name", "url", "models", "headers"), ConnectionEntry.MEMBERS.stream())
            .toList();

    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /**
     * By what requests choose it.
     *
     * @param name empty for none
     */
    record Naming(String name, List<String> models) {}

    static UpstreamEntry read(YamlValue value) {
        if (value.isText()) {
            Upstream parsed =
                    new ChosenValue(value.text(YamlValue.itemOf("upstreams")), value.place()).read(Upstream::parse);
            return new UpstreamEntry(
                    new Naming(parsed.name(), List.of()),
                    parsed.url().toString(),
                    Map.of(),
                    ConnectionEntry.read(value, Map.of()),
                    value.place());
        }
        Map<String, YamlValue> members = value.members("an upstream", MEMBERS);
        YamlValue url = members.get("url");
        if (url == null) {
            throw value.wrong("an upstream needs a 'url', such as https://host/v1");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        Optional.ofNullable(members.get("headers"))
                .ifPresent(given -> given.members("headers")
                        .forEach((name, text) -> headers.put(headerName(name, text), text.text(name))));
        Naming naming = new Naming(
                Optional.ofNullable(members.get("name"))
                        .map(name -> name.text("name"))
                        .orElse(""),
                Optional.ofNullable(members.get("models"))
                        .map(UpstreamEntry::models)
                        .orElse(List.of()));
        return new UpstreamEntry(naming, url.text("url"), headers, ConnectionEntry.read(value, members), value.place());
    }

    private static List<String> models(YamlValue value) {
        List<String> models = value.isText() ? List.of(value.text("models")) : value.texts("models");
        if (models.stream().anyMatch(String::isBlank)) {
            throw value.wrong("'models' has an empty pattern; write a model name such as gpt-*, or delete it");
        }
        return models;
    }

    /** The name, if HTTP allows it (RFC 9110, 5.1). */
    private static String headerName(String name, YamlValue value) {
        if (!HEADER_NAME.matcher(name).matches()) {
            throw value.wrong(Quoted.of(name) + " cannot be the name of a header; it has letters, digits and '-'");
        }
        return name;
    }

    /**
     * Makes sure that it is an upstream, even if it does not count. Where variables are not set, nothing is known.
     *
     * @throws IllegalArgumentException if it is not one
     */
    void check(Map<String, String> environment, UsualConnection usual) {
        boolean isComplete = Stream.concat(Stream.of(url), connection.texts().values().stream())
                .allMatch(text -> EnvironmentText.missing(text, environment).isEmpty());
        if (isComplete) {
            resolve(environment, usual.with(Mode.REPLAY));
        }
    }

    /**
     * The upstream, with the values of the environment. Where only recordings are replayed, keys are usually missing;
     * then headers without a value are left out.
     *
     * @throws IllegalArgumentException if it is not an upstream, or a required variable is not set
     */
    Upstream resolve(Map<String, String> environment, UsualConnection usual) {
        try {
            requireSet(url, environment);
            Headers resolved = Headers.NONE;
            for (Map.Entry<String, String> header : headers.entrySet()) {
                boolean isComplete =
                        EnvironmentText.missing(header.getValue(), environment).isEmpty();
                if (usual.mode() != Mode.REPLAY) {
                    requireSet(header.getValue(), environment);
                }
                if (isComplete) {
                    resolved = resolved.plus(header.getKey(), EnvironmentText.resolve(header.getValue(), environment));
                }
            }
            Upstream upstream = new Upstream(
                    naming.name(), new URI(EnvironmentText.resolve(url, environment)), naming.models(), resolved);
            return upstream.through(connection.resolve(upstream, text -> required(text, environment), usual));
        } catch (URISyntaxException broken) {
            throw new IllegalArgumentException(place + ": " + Upstream.notUrl(url, broken), broken);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(place + ": " + wrong.getMessage(), wrong);
        }
    }

    private static String required(String text, Map<String, String> environment) {
        requireSet(text, environment);
        return EnvironmentText.resolve(text, environment);
    }

    private static void requireSet(String text, Map<String, String> environment) {
        EnvironmentText.missing(text, environment).ifPresent(name -> {
            throw new IllegalArgumentException(
                    "the environment variable '" + name + "' is not set; set it, or write ${" + name + ":-} for none");
        });
    }
}

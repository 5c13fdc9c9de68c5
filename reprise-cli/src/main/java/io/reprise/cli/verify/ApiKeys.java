package io.reprise.cli.verify;

import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamily.KeyVariable;
import io.reprise.core.family.ApiFamily.PublicApi;
import io.reprise.core.family.KeyPlace;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.server.upstream.Upstream;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the keys of upstreams in the variables from which their SDKs read them. A key is sent to nobody but the one whose name its variable has:
 * {@code EXAMPLE_API_KEY} to {@code api.example.com}. Other hosts, such as gateways, get a key only if their user says so.
 */
public final class ApiKeys {
    private static final Pattern HOLDS_KEY =
            Pattern.compile("[A-Z0-9_]+_(?:API_KEY|AUTH_TOKEN|API_TOKEN|AD_TOKEN)|[A-Z0-9_]+_BEARER_TOKEN[A-Z0-9_]*");

    /** They say what a variable holds, not whose it is. */
    private static final Set<String> OF_KEYS = Set.of("AD", "API", "AUTH", "BEARER", "KEY", "TOKEN");

    private final Map<String, String> environment;

    public ApiKeys(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** The key for requests of a family to an upstream; empty if none is set, or the upstream has one in its own headers. */
    public Optional<ApiKey> of(Upstream upstream, ApiFamily family) {
        return hasOwn(upstream, family)
                ? Optional.empty()
                : variables(upstream, family).stream()
                        .filter(name -> !environment.getOrDefault(name, "").isBlank())
                        .findFirst()
                        .flatMap(name -> key(name, family));
    }

    private Optional<ApiKey> key(String variable, ApiFamily family) {
        String value = environment.getOrDefault(variable, "").strip();
        return family.keyPlace(variable).field(value).map(field -> new ApiKey(variable, field));
    }

    /** Whether the configuration gives it a header in which keys are sent. */
    public static boolean hasOwn(Upstream upstream, ApiFamily family) {
        List<KeyPlace> places = family.keyPlaces();
        return upstream.headers().fields().stream()
                .anyMatch(field ->
                        places.stream().anyMatch(place -> place.key(field).isPresent()));
    }

    /** The variables that may hold the key of an upstream, the usual one first. */
    public List<String> variables(Upstream upstream, ApiFamily family) {
        String host = String.valueOf(upstream.url().getHost()).toLowerCase(Locale.ROOT);
        List<String> names = new ArrayList<>();
        boolean isAtHome = family.publicApi().filter(api -> isAt(api, host)).isPresent();
        if (isAtHome) {
            add(names, family.keyVariables(), words -> isBeginning(words, host));
        }
        add(names, ApiFamilies.keyVariables(), words -> isOf(words, host));
        ApiFamilies.publicApis().stream()
                .filter(api -> isAt(api, host))
                .map(api -> api.name().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_") + "_API_KEY")
                .forEach(names::add);
        return names.stream().distinct().toList();
    }

    /** Adds all names of the variables of which one has words for which that holds. */
    private static void add(List<String> names, List<KeyVariable> variables, Predicate<List<String>> isWanted) {
        for (KeyVariable variable : variables) {
            List<String> all = Stream.concat(Stream.of(variable.name()), variable.others().stream())
                    .filter(name -> HOLDS_KEY.matcher(name).matches())
                    .toList();
            if (all.stream().anyMatch(name -> isWanted.test(words(name)))) {
                names.addAll(all);
            }
        }
    }

    /** Whose it is: {@code [azure, openai]} of {@code AZURE_OPENAI_API_KEY}. */
    private static List<String> words(String variable) {
        return Arrays.stream(variable.split("_", -1))
                .filter(word -> !OF_KEYS.contains(word))
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
    }

    /** One word is the domain of the host; of several, the domain has the first, and the host all. */
    private static boolean isOf(List<String> words, String host) {
        String domain = domain(host);
        return words.size() == 1
                ? domain.equals(words.get(0))
                : !words.isEmpty()
                        && domain.contains(words.get(0))
                        && words.stream().allMatch(host::contains);
    }

    private static boolean isBeginning(List<String> words, String host) {
        return words.size() == 1 && domain(host).startsWith(words.get(0));
    }

    /** The label before the last: {@code example} of {@code api.example.com}. */
    private static String domain(String host) {
        String[] labels = host.split("\\.", -1);
        return labels.length < 2 ? "" : labels[labels.length - 2];
    }

    private static boolean isAt(PublicApi api, String host) {
        return host.equalsIgnoreCase(
                Optional.ofNullable(URI.create(api.url()).getHost()).orElse(""));
    }
}

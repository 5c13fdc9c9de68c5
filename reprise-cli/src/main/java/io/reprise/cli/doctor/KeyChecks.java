package io.reprise.cli.doctor;

import io.reprise.core.family.ApiFamily.PublicApi;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.server.upstream.Upstream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Checks of the variables that hold API keys. No value is ever shown. */
public final class KeyChecks {
    private static final Pattern HOLDS_KEY = Pattern.compile("[A-Z0-9_]*_(API_KEY|AUTH_TOKEN|API_TOKEN)");
    private static final Pattern PLACEHOLDER = Pattern.compile(
            "(?i).*(your[-_ ]?(api[-_ ]?)?(key|token)|change[-_ ]?me|placeholder|xxxx|<.*>|\\.\\.\\.|…).*");
    private static final int SHORT = 16;

    private final Map<String, String> environment;

    public KeyChecks(Map<String, String> environment) {
        this.environment = new TreeMap<>(environment);
    }

    /** A check for each variable with a key, and for each upstream whose variable is not set. */
    public List<Check> all(List<Upstream> upstreams) {
        List<Check> checks = new ArrayList<>();
        environment.forEach((name, value) -> {
            if (HOLDS_KEY.matcher(name).matches() && !name.startsWith("REPRISE_")) {
                checks.add(variable(name, value));
            }
        });
        upstreams.forEach(upstream -> missing(upstream).ifPresent(checks::add));
        return checks;
    }

    private static Check variable(String name, String value) {
        Optional<String> fault = fault(value);
        return fault.map(what ->
                        Check.warn("key", name + " " + what, "set it again: export " + name + "='the key alone'"))
                .orElseGet(() -> Check.ok("key", name + " is set, and looks like a key"));
    }

    private static Optional<String> fault(String value) {
        if (value.isBlank()) {
            return Optional.of("is empty");
        }
        if (!value.equals(value.strip())) {
            return Optional.of("begins or ends with white space, such as the line end of a file");
        }
        if (value.matches("[\"'].*[\"']")) {
            return Optional.of("has quotes around the key");
        }
        if (value.regionMatches(true, 0, "bearer ", 0, 7)) {
            return Optional.of("begins with 'Bearer', which clients add by themselves");
        }
        if (value.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            return Optional.of("has a character that no key has, such as a space");
        }
        if (PLACEHOLDER.matcher(value).matches()) {
            return Optional.of("seems to be a placeholder of an example");
        }
        return value.length() < SHORT ? Optional.of("has only " + value.length() + " characters") : Optional.empty();
    }

    /** Clients read the key from a variable with the name of the provider, as a rule. */
    private Optional<Check> missing(Upstream upstream) {
        boolean hasOwnKey = upstream.headers().first("authorization").isPresent()
                || upstream.headers().fields().stream()
                        .anyMatch(field -> field.name().toLowerCase(Locale.ROOT).contains("key"));
        return ApiFamilies.publicApis().stream()
                .filter(api -> isAt(api, upstream) && !hasOwnKey)
                .findFirst()
                .map(api -> api.name().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"))
                .filter(name -> environment.keySet().stream()
                        .noneMatch(set -> HOLDS_KEY.matcher(set).matches() && set.contains(name)))
                .map(name -> Check.warn(
                        "key",
                        "no variable such as " + name + "_API_KEY is set for "
                                + upstream.url().getHost(),
                        "to record, set the variable from which your client reads its key"));
    }

    private static boolean isAt(PublicApi api, Upstream upstream) {
        String host = Optional.ofNullable(URI.create(api.url()).getHost()).orElse("");
        boolean isHere = host.equals("localhost") || host.startsWith("127.");
        return !isHere && host.equalsIgnoreCase(upstream.url().getHost());
    }
}

package io.reprise.cli.child;

import io.reprise.core.family.ApiFamily.KeyVariable;
import io.reprise.core.family.ApiFamily.UrlVariable;
import io.reprise.core.family.PlaceholderKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The environment variables of a command whose requests go to a server of this program. */
public final class ClientEnvironment {
    /** The server's own URL, for clients that are pointed at it by hand. */
    public static final String URL = "REPRISE_URL";

    /** The same URL again, where this program has chosen the mode: test frameworks compare both, and then leave {@code CI} to the server. */
    public static final String RUN_URL = "REPRISE_RUN_URL";

    /** What stands for the server's URL in a value that a user gives. */
    public static final String PLACE = "{url}";

    private static final List<String> PROXIES = List.of("http_proxy", "https_proxy", "all_proxy");
    private static final String LOOPBACK = "127.0.0.1,localhost,::1";

    private final Map<String, String> inherited;
    private final Map<String, String> variables;

    private ClientEnvironment(Map<String, String> inherited) {
        this.inherited = inherited;
        this.variables = new LinkedHashMap<>(inherited);
    }

    /** Those of this process, before anything is changed. */
    public static ClientEnvironment inheriting(Map<String, String> variables) {
        return new ClientEnvironment(Map.copyOf(variables));
    }

    /** Points all SDKs at the server, whatever was there before; but does not give one what contradicts what its user has. */
    public ClientEnvironment pointedAt(String url, List<UrlVariable> names) {
        names.stream()
                .filter(name -> !isContradicted(name))
                .forEach(name -> variables.put(name.name(), url + name.path()));
        variables.put(URL, url);
        variables.put(RUN_URL, url);
        return this;
    }

    private boolean isContradicted(UrlVariable name) {
        return name.rival()
                .filter(rival -> isInherited(rival.url()) && !isInherited(rival.key()) && !isInherited(name.name()))
                .isPresent();
    }

    private boolean isInherited(String name) {
        return !inherited.getOrDefault(name, "").isEmpty();
    }

    /** Gives SDKs a key that means nothing, where the user has none: most do not start without one. */
    public ClientEnvironment withKeys(List<KeyVariable> keys) {
        return withKeys(keys, Set.of());
    }

    /**
     * As the other method, for clients that may need their own credentials: none is hidden that they find elsewhere.
     *
     * @param elsewhere the variables that the command may set for itself, such as from a file
     */
    public ClientEnvironment withKeysUnlessFound(List<KeyVariable> keys, Set<String> elsewhere) {
        return withKeys(keys.stream().filter(key -> !key.isBeforeOthers()).toList(), elsewhere);
    }

    private ClientEnvironment withKeys(List<KeyVariable> keys, Set<String> elsewhere) {
        for (KeyVariable key : keys) {
            boolean isThere = Stream.concat(Stream.of(key.name()), key.others().stream())
                    .anyMatch(name -> isInherited(name) || elsewhere.contains(name));
            if (!isThere) {
                variables.put(key.name(), PlaceholderKey.TEXT);
            }
        }
        return this;
    }

    /**
     * Keeps requests to this machine away from a proxy that is set. Some clients look at {@code no_proxy} first, others at {@code NO_PROXY}, and none at
     * both: where the user has only one, both have its hosts.
     */
    public ClientEnvironment withoutProxy() {
        boolean hasProxy = inherited.entrySet().stream()
                .anyMatch(variable -> !variable.getValue().isBlank()
                        && PROXIES.stream().anyMatch(variable.getKey()::equalsIgnoreCase));
        if (hasProxy) {
            variables.put("no_proxy", withLoopback("no_proxy", "NO_PROXY"));
            variables.put("NO_PROXY", withLoopback("NO_PROXY", "no_proxy"));
        }
        return this;
    }

    private String withLoopback(String name, String otherwise) {
        String own = inherited.getOrDefault(name, "").strip();
        String hosts = own.isEmpty() ? inherited.getOrDefault(otherwise, "").strip() : own;
        if (hosts.equals("*")) {
            return hosts; // clients know it only where it stands alone
        }
        return hosts.isEmpty() ? LOOPBACK : hosts + "," + LOOPBACK;
    }

    /**
     * What the user wants to have otherwise.
     *
     * @param given {@code NAME=TEXT}, in which {@value #PLACE} stands for the URL, or {@code NAME}, which stays as it was
     * @throws IllegalArgumentException if one is neither
     */
    public ClientEnvironment with(List<String> given, String url) {
        for (String each : given) {
            int sign = each.indexOf('=');
            String name = sign < 0 ? each : each.substring(0, sign);
            if (name.isBlank()) {
                throw new IllegalArgumentException("--env: '" + each
                        + "' names no variable; NAME=TEXT sets one, and NAME alone leaves it as it was");
            }
            if (sign >= 0) {
                variables.put(name, each.substring(sign + 1).replace(PLACE, url));
            } else if (inherited.containsKey(name)) {
                variables.put(name, inherited.get(name));
            } else {
                variables.remove(name);
            }
        }
        return this;
    }

    /** All variables that the command has. */
    public Map<String, String> variables() {
        return Map.copyOf(variables);
    }
}

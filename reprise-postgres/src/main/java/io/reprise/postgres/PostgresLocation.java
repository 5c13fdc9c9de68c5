package io.reprise.postgres;

import io.reprise.core.exchange.PercentEncoding;
import io.reprise.core.exchange.Quoted;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A store in a database, as users name it: {@code postgresql://host/database?schema=reprise&project=shop}. All other parameters are those of the
 * PostgreSQL JDBC driver.
 *
 * @param jdbcUrl has no user, no password and no parameters
 * @param properties of the driver: user, password, parameters
 * @param schema that has the tables
 * @param project whose recordings these are
 * @param forPeople the URL without a password
 */
record PostgresLocation(String jdbcUrl, Properties properties, String schema, String project, String forPeople) {
    private static final String DEFAULT_SCHEMA = "reprise";
    private static final String DEFAULT_PROJECT = "default";

    /** What a name may be, and how that is told to people. */
    private record Form(Pattern pattern, String words) {}

    /** As PostgreSQL takes names without quotes, so that people can write them. */
    private static final Form SCHEMA =
            new Form(Pattern.compile("[a-z_][a-z0-9_]{0,62}"), "up to 63 lower-case letters, digits and underscores");

    private static final Form PROJECT = new Form(
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,99}"),
            "up to 100 letters, digits, dots, slashes, hyphens and underscores");

    /** What an unusual network needs is up to the user; a server that hangs must not hang its clients. In seconds. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "connectTimeout", "5",
            "loginTimeout", "10",
            "socketTimeout", "30",
            "tcpKeepAlive", "true",
            "targetServerType", "primary",
            "hostRecheckSeconds", "1",
            "ApplicationName", "reprise",
            "options", "-c jit=off -c idle_in_transaction_session_timeout=10000");

    /**
     * @param environment for {@code PGUSER} and {@code PGPASSWORD}
     * @throws IllegalArgumentException if this is not such a URL; the message says why, without the password
     */
    static PostgresLocation parse(String url, Function<String, Optional<String>> environment) {
        URI parsed = uri(url);
        String path = parsed.getRawPath() == null ? "" : parsed.getRawPath();
        Map<String, String> parameters = parameters(parsed.getRawQuery());
        String schema = checked("schema", parameters.remove("schema"), DEFAULT_SCHEMA, SCHEMA);
        String project = checked("project", parameters.remove("project"), DEFAULT_PROJECT, PROJECT);
        if (path.length() < 2 && !parameters.containsKey("service")) {
            throw new IllegalArgumentException(
                    "a URL of PostgreSQL names a database, such as postgresql://host/reprise");
        }
        Properties properties = new Properties();
        properties.putAll(DEFAULTS);
        properties.putAll(parameters);
        addLogin(parsed.getRawAuthority() == null ? "" : parsed.getRawAuthority(), properties, environment);
        String hosts = hosts(parsed);
        return new PostgresLocation(
                "jdbc:postgresql://" + hosts + path,
                properties,
                schema,
                project,
                "postgresql://" + hosts + path + "?schema=" + schema + "&project=" + project);
    }

    private static URI uri(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException hasThePassword) {
            throw new IllegalArgumentException("the URL of the database is malformed; write special characters of a"
                    + " password as a percent sign and two digits, or set PGPASSWORD");
        }
    }

    /** One host, or several with commas: the driver looks for the one that takes writes. */
    private static String hosts(URI parsed) {
        String authority = parsed.getRawAuthority() == null ? "" : parsed.getRawAuthority();
        return authority.substring(authority.lastIndexOf('@') + 1);
    }

    private static void addLogin(
            String authority, Properties properties, Function<String, Optional<String>> environment) {
        int end = authority.lastIndexOf('@');
        String[] login = end < 0 ? new String[0] : authority.substring(0, end).split(":", 2);
        if (login.length > 0 && !login[0].isEmpty()) {
            properties.setProperty("user", PercentEncoding.decodeText(login[0]));
        }
        if (login.length > 1) {
            properties.setProperty("password", PercentEncoding.decodeText(login[1]));
        }
        environment.apply("PGUSER").ifPresent(user -> properties.putIfAbsent("user", user));
        environment.apply("PGPASSWORD").ifPresent(password -> properties.putIfAbsent("password", password));
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String parameter : query == null ? new String[0] : query.split("&")) {
            String[] parts = parameter.split("=", 2);
            if (!parts[0].isEmpty()) {
                parameters.put(
                        PercentEncoding.decodeText(parts[0]),
                        parts.length == 1 ? "" : PercentEncoding.decodeText(parts[1]));
            }
        }
        return parameters;
    }

    private static String checked(String name, @Nullable String given, String fallback, Form form) {
        if (given == null) {
            return fallback;
        }
        if (!form.pattern().matcher(given).matches()) {
            throw new IllegalArgumentException("the parameter '" + name + "' of the database's URL has " + form.words()
                    + ", not " + Quoted.of(given));
        }
        return given;
    }
}

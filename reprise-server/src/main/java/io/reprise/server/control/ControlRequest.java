package io.reprise.server.control;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.PercentEncoding;
import io.reprise.core.exchange.Quoted;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.filter.Filter;
import io.reprise.core.filter.FilterScope;
import io.reprise.core.filter.FilterSyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A request to the control API, with its parameters decoded.
 *
 * @param path what follows {@code /__reprise/}
 * @param parameters those of the query, by name
 */
public record ControlRequest(String method, String path, Map<String, String> parameters, Headers headers, Bytes body) {
    public ControlRequest {
        parameters = Map.copyOf(parameters);
    }

    /** @throws WrongRequestException if a parameter is unknown, given twice, or not percent-encoded UTF-8 */
    static ControlRequest of(Request request, Set<String> known) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String member : request.query().split("&")) {
            if (!member.isEmpty() && !known.equals(Route.ANY)) {
                int equals = member.indexOf('=');
                String name = decoded(equals < 0 ? member : member.substring(0, equals));
                if (!known.contains(name)) {
                    throw new WrongRequestException("there is no parameter " + Quoted.of(name) + " here; "
                            + (known.isEmpty() ? "it takes none" : UnknownNames.advice(name, known, "it takes")));
                }
                if (parameters.put(name, equals < 0 ? "" : decoded(member.substring(equals + 1))) != null) {
                    throw new WrongRequestException("the parameter '" + name + "' is given twice");
                }
            }
        }
        String path = request.path().length() < ControlApi.PREFIX.length()
                ? ""
                : request.path().substring(ControlApi.PREFIX.length());
        return new ControlRequest(request.method(), path, parameters, request.headers(), request.body());
    }

    private static String decoded(String text) {
        return PercentEncoding.decodeStrictly(text.replace('+', ' '))
                .orElseThrow(() ->
                        new WrongRequestException(Quoted.of(text) + " in the query is not percent-encoded UTF-8"));
    }

    /** What follows {@code prefix} in the path. */
    public String below(String prefix) {
        return path.substring(prefix.length());
    }

    /** A parameter; empty where it is not given. */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /** A parameter that must be given, and not be empty. */
    public String required(String name) {
        return parameter(name)
                .filter(value -> !value.isEmpty())
                .orElseThrow(() -> new WrongRequestException("the parameter '" + name + "' is missing"));
    }

    /** The test that the parameter {@code test} names; {@code test=} names no test, and those requests that belong to none. */
    public Optional<TestId> test() {
        return test("test");
    }

    /** The test that another parameter names. */
    public Optional<TestId> test(String name) {
        try {
            return parameter(name).map(TestId::new);
        } catch (IllegalArgumentException tooLong) {
            throw new WrongRequestException(String.valueOf(tooLong.getMessage()));
        }
    }

    /**
     * The test that the parameter {@code test} names, where all tests are meant if it is not given. An empty name is refused: it is that of a
     * variable without a value, and what holds for all tests shall not happen by mistake.
     */
    public Optional<TestId> testOrAll(String withoutIt) {
        if (parameter("test").filter(String::isEmpty).isPresent()) {
            throw new WrongRequestException("the parameter 'test' is empty; without it, " + withoutIt);
        }
        return test();
    }

    /** The parameter {@code filter}; selects all where it is not given. */
    public Filter filter(FilterScope scope) {
        try {
            return Filter.parse(parameters.getOrDefault("filter", ""), scope);
        } catch (FilterSyntaxException wrong) {
            throw new WrongRequestException(String.valueOf(wrong.getMessage()));
        }
    }

    /** A whole number, 0 or more; 0 if it is not given. */
    public int index(String name) {
        String text = parameters.getOrDefault(name, "0");
        if (text.matches("\\d{1,9}")) {
            return Integer.parseInt(text);
        }
        throw new WrongRequestException(
                "the parameter '" + name + "' must be a whole number, 0 or more, not " + Quoted.of(text));
    }

    /** A whole number from 1 to {@code most}. */
    public int number(String name, int most, int standard) {
        return (int) number(name, (long) most, standard);
    }

    /** As the other method. */
    public long number(String name, long most, long standard) {
        String text = parameters.get(name);
        if (text == null) {
            return standard;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // The message below says what is wrong.
        }
        throw new WrongRequestException(
                "the parameter '" + name + "' must be a whole number from 1 to " + most + ", not " + Quoted.of(text));
    }
}

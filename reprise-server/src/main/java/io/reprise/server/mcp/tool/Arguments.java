package io.reprise.server.mcp.tool;

import io.reprise.core.exchange.Quoted;
import io.reprise.core.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The arguments of a call. */
public record Arguments(Json object) {
    /** @throws WrongCallException if one of them is none of the parameters */
    static Arguments of(Json given, List<Parameter> parameters) {
        String known = parameters.stream().map(Parameter::name).collect(Collectors.joining(", "));
        if (!(given instanceof Json.JsonObject)) {
            throw new WrongCallException("the arguments are a JSON object with " + known);
        }
        for (Json.Member member : given.members()) {
            if (parameters.stream().noneMatch(parameter -> parameter.name().equals(member.name()))) {
                throw new WrongCallException(
                        "there is no argument " + Quoted.of(member.name()) + "; this tool takes " + known);
            }
        }
        return new Arguments(given);
    }

    /** Empty where it is not given, null or an empty text. */
    public Optional<String> text(String name) {
        Optional<Json> value = object.get(name).filter(given -> !given.equals(Json.NULL));
        if (value.isPresent() && value.get().string().isEmpty()) {
            throw new WrongCallException("the argument '" + name + "' is a text");
        }
        return value.flatMap(Json::string).filter(text -> !text.isEmpty());
    }

    /** A list of texts; empty where it is not given or null. */
    public Optional<List<String>> texts(String name) {
        return object.get(name).filter(given -> !given.equals(Json.NULL)).map(given -> {
            if (!(given instanceof Json.JsonArray)
                    || given.items().stream().anyMatch(item -> item.string().isEmpty())) {
                throw new WrongCallException("the argument '" + name + "' is a list of texts");
            }
            return given.items().stream()
                    .flatMap(item -> item.string().stream())
                    .toList();
        });
    }

    public String required(String name) {
        return text(name).orElseThrow(() -> new WrongCallException("the argument '" + name + "' is missing"));
    }

    public boolean has(String name) {
        return object.get(name).filter(given -> !given.equals(Json.NULL)).isPresent();
    }

    /** Only true and false are said: a text such as "no" could be read as either. */
    public boolean isTrue(String name, boolean standard) {
        if (!has(name)) {
            return standard;
        }
        return object.get(name)
                .filter(Json.JsonBoolean.class::isInstance)
                .map(given -> given.equals(new Json.JsonBoolean(true)))
                .orElseThrow(() -> new WrongCallException("the argument '" + name + "' is true or false"));
    }

    public int number(String name, int least, int most, int standard) {
        Optional<Json> value = object.get(name).filter(given -> !given.equals(Json.NULL));
        if (value.isEmpty()) {
            return standard;
        }
        try {
            String spelling = value.get() instanceof Json.JsonNumber number
                    ? number.spelling()
                    : value.get().string().orElse("");
            int number = Integer.parseInt(spelling);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // The message below says what is wrong.
        }
        throw new WrongCallException("the argument '" + name + "' is a whole number from " + least + " to " + most);
    }
}

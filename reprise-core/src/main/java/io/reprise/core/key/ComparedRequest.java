package io.reprise.core.key;

import io.reprise.core.exchange.HeaderValue;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.JsonContentType;
import io.reprise.core.exchange.Request;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonPath;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The parts of a request that are compared.
 *
 * @param headers those that count; names in lower case
 */
record ComparedRequest(String method, Target target, Map<String, String> headers, Body body) {

    static ComparedRequest of(ParsedRequest parsed, Collection<String> headerNames) {
        Request request = parsed.request();
        Map<String, String> headers = new TreeMap<>();
        for (String name : headerNames) {
            value(request, name).ifPresent(value -> headers.put(name, value));
        }
        if (headerNames.contains(JsonContentType.HEADER) && parsed.json().isPresent()) {
            headers.compute(
                    JsonContentType.HEADER,
                    (name, sent) -> sent == null || JsonContentType.isPlain(sent) ? JsonContentType.TEXT : sent);
        }
        if (RangeField.counts(request) || headers.containsKey(RangeField.NAME)) {
            RangeField.canonical(values(request, RangeField.NAME))
                    .ifPresent(value -> headers.put(RangeField.NAME, value));
        }
        return new ComparedRequest(
                request.method(), Target.of(request.path(), request.query()), headers, Body.of(parsed));
    }

    /** All values of a header as one (RFC 9110, 5.3). */
    private static Optional<String> value(Request request, String name) {
        return values(request, name).stream().map(HeaderValue::trimmed).reduce((one, other) -> one + ", " + other);
    }

    private static List<String> values(Request request, String name) {
        return request.headers().fields().stream()
                .filter(field -> field.name().equals(name))
                .map(Headers.Field::value)
                .toList();
    }

    /** This request after {@code rule} has been applied; this object itself if the rule changes nothing. */
    ComparedRequest after(KeyRule rule) {
        if (rule instanceof KeyRule.LeaveOut leaveOut) {
            return with(body.change(leaveOut.path(), named -> Optional.empty()));
        }
        if (rule instanceof KeyRule.Round round) {
            JsonPath within = round.within().orElse(JsonPath.ROOT);
            return with(body.change(within, named -> Optional.of(rounded(named, round.places()))));
        }
        return rule instanceof KeyRule.Replace replace ? after(replace) : this;
    }

    private ComparedRequest after(KeyRule.Replace replace) {
        UnaryOperator<String> texts = replace.replacing();
        Function<Json, Optional<Json>> values =
                named -> Optional.of(named.changeScalars(scalar -> changed(scalar, texts)));
        if (replace.within().isPresent()) {
            return with(body.change(replace.within().get(), values));
        }
        Target changedTarget = target.change(texts);
        Map<String, String> changedHeaders = headers.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, header -> texts.apply(header.getValue())));
        Body changedBody = body.change(JsonPath.ROOT, values).changeFileNames(texts);
        return changedTarget.equals(target) && changedHeaders.equals(headers) && changedBody == body
                ? this
                : new ComparedRequest(method, changedTarget, changedHeaders, changedBody);
    }

    private ComparedRequest with(Body changed) {
        return changed == body ? this : new ComparedRequest(method, target, headers, changed);
    }

    private static Json changed(Json scalar, UnaryOperator<String> texts) {
        if (!(scalar instanceof Json.JsonString string)) {
            return scalar;
        }
        String changed = texts.apply(string.value());
        return changed.equals(string.value()) ? scalar : new Json.JsonString(changed);
    }

    private static Json rounded(Json value, int places) {
        return value.changeScalars(scalar -> {
            if (!(scalar instanceof Json.JsonNumber number)) {
                return scalar;
            }
            Decimal exact = Decimal.of(number.spelling());
            Decimal rounded = exact.rounded(places);
            return rounded.equals(exact) ? scalar : new Json.JsonNumber(rounded.spelling());
        });
    }
}

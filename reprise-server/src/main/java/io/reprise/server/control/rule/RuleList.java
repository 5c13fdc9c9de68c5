package io.reprise.server.control.rule;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.json.Json;
import io.reprise.server.control.RequestBody;
import io.reprise.server.control.WrongRequestException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads rules in a body: one in each line; or as JSON, {@code {"rules": ["…"], "for": "5m"}} or the array alone. */
final class RuleList {
    /** @param end when it stops to hold; empty if it holds until it is replaced */
    record Written(String text, Optional<Instant> end) {}

    private RuleList() {}

    /** @throws WrongRequestException if the body is something else */
    static List<Written> of(Bytes body, RuleEnds ends) {
        String text = RequestBody.text(body);
        if (text.isEmpty()) {
            throw new WrongRequestException(
                    "the body has no rules; DELETE removes all rules, and so does {\"rules\": []}");
        }
        if (text.startsWith("[")) {
            return items(RequestBody.parsed(text), Optional.empty(), ends);
        }
        if (text.startsWith("{")) {
            RequestBody object = RequestBody.of(body, Set.of("rules", "for"));
            return items(object.required("rules"), object.text("for").map(ends::after), ends);
        }
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(line -> new Written(line, Optional.empty()))
                .toList();
    }

    private static List<Written> items(Json rules, Optional<Instant> usual, RuleEnds ends) {
        if (!(rules instanceof Json.JsonArray)) {
            throw new WrongRequestException("the rules must be an array of strings");
        }
        return rules.items().stream().map(item -> item(item, usual, ends)).toList();
    }

    private static Written item(Json item, Optional<Instant> usual, RuleEnds ends) {
        if (!(item instanceof Json.JsonObject)) {
            return new Written(
                    item.string()
                            .orElseThrow(
                                    () -> new WrongRequestException(
                                            "each rule must be a string, or an object with the members rule and for or ends_at")),
                    usual);
        }
        RequestBody object = RequestBody.of(item, Set.of("rule", "for", "ends_at"));
        String text = object.text("rule")
                .orElseThrow(() -> new WrongRequestException("the member 'rule' of a rule is missing"));
        Optional<Instant> length = object.text("for").map(ends::after);
        Optional<Instant> moment = object.text("ends_at").map(ends::at);
        if (length.isPresent() && moment.isPresent()) {
            throw new WrongRequestException("a rule has 'for' or 'ends_at', not both");
        }
        return new Written(text, length.or(() -> moment));
    }
}

package io.reprise.junit;

import io.reprise.core.json.Json;
import java.math.BigDecimal;
import java.util.List;

/** What came of one run of a test, as docs/test-protocol.md has it. */
record RunOutcome(Json json) {
    int count(String outcome) {
        return number(json, outcome);
    }

    static int number(Json object, String name) {
        return object.get(name)
                .filter(Json.JsonNumber.class::isInstance)
                .map(value -> new BigDecimal(((Json.JsonNumber) value).spelling()).intValue())
                .orElse(0);
    }

    List<String> missTexts() {
        return json.list("misses").stream().map(miss -> miss.text("message")).toList();
    }

    List<String> unused() {
        return json.list("unused").stream()
                .flatMap(item -> item.string().stream())
                .toList();
    }

    List<String> notKept() {
        return json.list("not_kept").stream()
                .map(one -> one.text("request") + ": " + one.text("reason"))
                .toList();
    }

    /** Requests that got no answer, with the reason. */
    List<String> unanswered() {
        return json.list("requests").stream()
                .filter(row -> row.text("outcome").equals("failed")
                        || row.text("outcome").equals("refused"))
                .map(row -> row.text("method") + " " + row.text("path") + ": " + row.text("note"))
                .toList();
    }

    List<String> live() {
        return json.list("requests").stream()
                .filter(row -> number(row, "upstream_calls") > 0)
                .map(row -> row.text("method") + " " + row.text("path") + " model=" + row.text("model"))
                .toList();
    }

    /** How many requests had no answer yet. */
    int open() {
        return number(json, "open");
    }

    long savedTokens() {
        Json tokens = json.get("tokens_saved").orElse(Json.NULL);
        return number(tokens, "input") + (long) number(tokens, "output");
    }

    BigDecimal savedDollars() {
        String text = json.text("cost_saved_usd");
        return text.isEmpty() ? BigDecimal.ZERO : new BigDecimal(text);
    }
}

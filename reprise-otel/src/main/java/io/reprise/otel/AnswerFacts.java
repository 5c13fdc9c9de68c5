package io.reprise.otel;

import io.reprise.core.family.ParsedExchange;
import io.reprise.core.family.part.AnsweredModel;
import java.util.List;
import java.util.Optional;

/** What a recorded answer says of itself. Nothing of its text. */
record AnswerFacts(Optional<String> model, List<String> finishReasons) {
    static final AnswerFacts NONE = new AnswerFacts(Optional.empty(), List.of());

    static AnswerFacts of(ParsedExchange exchange) {
        return new AnswerFacts(
                AnsweredModel.of(exchange.response()),
                exchange.family().answered(exchange.response()).stream()
                        .map(message -> message.facts().finishReason())
                        .filter(reason -> !reason.isEmpty())
                        .toList());
    }
}

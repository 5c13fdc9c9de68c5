package io.reprise.formats.otel;

import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The chat that a span is about, in whichever spelling it has it.
 *
 * @param asked the messages of the request
 * @param answers the message of each choice; empty if the span has no answer
 * @param finishReasons of the choices, as far as they are known
 */
record SpanChat(List<Json> asked, List<Json> answers, List<String> finishReasons) {
    private static final Set<String> MESSAGE_EVENTS =
            Set.of("gen_ai.system.message", "gen_ai.user.message", "gen_ai.assistant.message", "gen_ai.tool.message");

    SpanChat {
        asked = List.copyOf(asked);
        answers = List.copyOf(answers);
        finishReasons = List.copyOf(finishReasons);
    }

    static SpanChat of(Span span) {
        List<Json> asked = asked(span);
        List<Json> choices = choices(span);
        List<Json> answers = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        for (Json choice : choices) {
            SpanMessage.of(choice, "assistant").stream().limit(1).forEach(answers::add);
            reasons.add(choice.text("finish_reason"));
        }
        List<Json> known = span.first("gen_ai.response.finish_reasons")
                .map(Attributes::value)
                .orElse(Json.NULL)
                .items();
        for (int i = 0; i < reasons.size() && i < known.size(); i++) {
            if (reasons.get(i).isEmpty()) {
                reasons.set(i, known.get(i).string().orElse(""));
            }
        }
        return new SpanChat(asked, answers, reasons);
    }

    private static List<Json> asked(Span span) {
        List<Json> system = system(span);
        return Stream.concat(system.stream(), history(span).stream())
                .flatMap(message -> SpanMessage.of(message, "user").stream())
                .toList();
    }

    private static List<Json> system(Span span) {
        Json instructions = attribute(span, "gen_ai.system_instructions");
        return instructions.items().isEmpty()
                ? List.of()
                : List.of(new JsonObjectBuilder()
                        .with("role", "system")
                        .with("parts", instructions.items())
                        .done());
    }

    private static List<Json> history(Span span) {
        List<Json> messages = attribute(span, "gen_ai.input.messages").items();
        if (messages.isEmpty()) {
            messages = firstOf(span, "gen_ai.prompt", "llm.prompts", "llm.input_messages");
        }
        if (messages.isEmpty()) {
            messages = ofContentEvent(span, "gen_ai.content.prompt", "gen_ai.prompt");
        }
        return messages.isEmpty()
                ? span.events().stream()
                        .filter(event -> MESSAGE_EVENTS.contains(event.name()))
                        .map(event -> ofEvent(event, event.name().split("\\.")[1]))
                        .toList()
                : messages;
    }

    private static List<Json> choices(Span span) {
        List<Json> choices = attribute(span, "gen_ai.output.messages").items();
        if (choices.isEmpty()) {
            choices = firstOf(span, "gen_ai.completion", "llm.completions", "llm.output_messages");
        }
        if (choices.isEmpty()) {
            choices = ofContentEvent(span, "gen_ai.content.completion", "gen_ai.completion");
        }
        return choices.isEmpty()
                ? span.events().stream()
                        .filter(event -> event.name().equals("gen_ai.choice"))
                        .map(event -> ofEvent(event, "assistant"))
                        .toList()
                : choices;
    }

    private static Json attribute(Span span, String name) {
        return span.first(name).map(Attributes::value).orElse(Json.NULL);
    }

    private static List<Json> firstOf(Span span, String... prefixes) {
        return Stream.of(prefixes)
                .map(prefix -> Attributes.numbered(span.attributes(), prefix))
                .filter(messages -> !messages.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private static List<Json> ofContentEvent(Span span, String event, String attribute) {
        return span.events().stream()
                .filter(each -> each.name().equals(event))
                .flatMap(each -> Optional.ofNullable(each.attributes().get(attribute)).stream())
                .map(Attributes::value)
                .findFirst()
                .orElse(Json.NULL)
                .items();
    }

    /** What it says is in the body of a log record, or in the attributes of an event, where objects are JSON in a text. */
    private static Json ofEvent(Span.Event event, String role) {
        JsonObjectBuilder message = new JsonObjectBuilder().with("role", role);
        for (Map.Entry<String, Json> attribute : event.attributes().entrySet()) {
            message.with(
                    attribute.getKey().replaceFirst("^gen_ai\\.", ""),
                    attribute.getKey().equals("content")
                            ? attribute.getValue()
                            : Attributes.value(attribute.getValue()));
        }
        event.body().members().stream()
                .filter(member -> !member.name().equals("role"))
                .forEach(member -> message.with(member.name(), member.value()));
        return message.done();
    }
}

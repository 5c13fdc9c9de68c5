package io.reprise.formats.otel;

import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.formats.Found;
import io.reprise.formats.Loss;
import io.reprise.formats.NotImportedException;
import io.reprise.formats.RecordedAnswer;
import io.reprise.formats.RecordedCall;
import io.reprise.formats.RecordedExchange;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The call of a model that a span is about, as an exchange. */
record ModelCall(Span span) {
    private static final Set<String> KINDS = Set.of("LLM", "EMBEDDING");
    private static final Set<String> OPERATIONS =
            Set.of("chat", "completion", "text_completion", "embeddings", "embedding", "generate_content");
    private static final Set<String> CHATS = Set.of("", "chat");
    private static final long A_MILLISECOND = 1_000_000;

    /** Whether the span is about a call of a model, and not about all else that programs do. */
    boolean isOne() {
        String operation = operation();
        return operation.isEmpty()
                ? KINDS.contains(span.text("openinference.span.kind"))
                        || span.first("gen_ai.request.model", "gen_ai.input.messages", "gen_ai.prompt.0.content")
                                .isPresent()
                : OPERATIONS.contains(operation);
    }

    /** @throws NotImportedException if request or answer cannot be known from it */
    Found found(String origin, TestId test) {
        List<Loss> losses = new ArrayList<>();
        Optional<RawBodies> raw = RawBodies.of(span, provider());
        RecordedExchange exchange = raw.isPresent() ? raw.get().exchange(host(), day(), losses) : built(losses);
        Found found = exchange.found(origin, test, losses);
        long millis = (span.end() - span.start()) / A_MILLISECOND;
        return found instanceof Found.Converted converted && span.start() > 0 && millis > 0
                ? converted.arrivedAt(millis)
                : found;
    }

    private RecordedExchange built(List<Loss> losses) {
        if (!CHATS.contains(operation())) {
            throw new NotImportedException(
                    "it is about the operation '" + operation() + "', of which a span says too little for a request");
        }
        SpanApi api = SpanApi.of(provider(), span.text("openai.api.type", "openai.request.api.type"));
        SpanChat chat = SpanChat.of(span);
        if (chat.asked().isEmpty()) {
            throw new NotImportedException("its span has no prompt: the program did not export what was said");
        }
        if (chat.answers().isEmpty()) {
            throw new NotImportedException("its span has no answer");
        }
        SpanSettings settings = new SpanSettings(span);
        if (settings.model().isEmpty()) {
            throw new NotImportedException("its span does not say which model was asked");
        }
        losses.add(new Loss(
                "request",
                "a span has no bytes; the recording answers the shortest request that fits (docs/importing-otel.md), and rules"
                        + " in reprise.yaml leave out what others have"));
        boolean isStream = settings.isStream();
        if (isStream && !api.hasStream(chat)) {
            isStream = false;
            losses.add(new Loss(
                    "stream", "the answer was a stream; the recording is one body, for a request without 'stream'"));
        }
        RecordedCall call = RecordedCall.json(host() + api.path(), api.request(settings, chat, isStream));
        RecordedAnswer answer = api.answer(new SpanAnswer(span, settings.model(), chat), isStream);
        return new RecordedExchange(call, answer, day());
    }

    private String operation() {
        return span.text("gen_ai.operation.name", "llm.request.type").toLowerCase(Locale.ROOT);
    }

    private String provider() {
        return span.text("gen_ai.provider.name", "gen_ai.system", "llm.provider", "llm.system")
                .toLowerCase(Locale.ROOT);
    }

    /** With the scheme, so that it names the upstream; empty if the span does not say it. */
    private String host() {
        String address = span.text("server.address");
        String port = span.first("server.port")
                .filter(Json.JsonNumber.class::isInstance)
                .map(number -> ":" + ((Json.JsonNumber) number).spelling())
                .filter(text -> text.matches(":[0-9]{1,5}"))
                .orElse("");
        return address.matches("[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:]+\\]") ? "https://" + address + port : "";
    }

    private Optional<LocalDate> day() {
        return Nanoseconds.day(span.start());
    }

    /** Adds {@code name} if it has a value. */
    static void put(JsonObjectBuilder object, String name, Optional<Json> value) {
        value.ifPresent(known -> object.with(name, known));
    }
}

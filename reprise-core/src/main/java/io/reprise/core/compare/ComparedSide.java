package io.reprise.core.compare;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.replay.pace.StreamTiming;
import io.reprise.core.store.Store;
import io.reprise.core.view.ExchangeView;
import io.reprise.core.view.RecordingView;
import io.reprise.core.view.Side;
import io.reprise.core.view.ViewedMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** One of two recordings, as far as it is compared. */
final class ComparedSide {
    /** What follows the name of a choice where a text was thought, and not said. */
    static final String REASONING = ", reasoning";

    private final RecordingView view;
    private final List<ViewedMessage> answered;

    ComparedSide(Store.Entry entry, UnaryOperator<String> words) {
        this.view = new RecordingView(entry, words);
        this.answered = view.exchange().messages().stream()
                .filter(message -> message.side() == Side.ANSWERED)
                .filter(message -> !message.message().role().equals(ExchangeView.OTHER))
                .toList();
    }

    /** The joined texts of each choice, by what they are; an answer without a text that is known has that of its chunks. */
    Map<String, String> texts() {
        Map<String, StringBuilder> texts = new LinkedHashMap<>();
        for (ViewedMessage message : answered) {
            int choice = message.message().facts().choice().orElse(0);
            String name = choice == 0 ? "answer" : "choice " + choice;
            for (MessagePart part : message.message().parts()) {
                if (part instanceof MessagePart.Text text) {
                    add(texts, name, text.text());
                } else if (part instanceof MessagePart.Refusal refusal) {
                    add(texts, name + ", refusal", refusal.text());
                } else if (part instanceof MessagePart.Reasoning thought) {
                    add(texts, name + REASONING, thought.text());
                }
            }
        }
        if (answered.isEmpty()) {
            view.parsed()
                    .family()
                    .texts(view.parsed().response())
                    .forEach(text -> add(texts, text.channel(), text.joined()));
        }
        Map<String, String> joined = new LinkedHashMap<>();
        texts.forEach((name, text) -> joined.put(name, text.toString()));
        return joined;
    }

    private static void add(Map<String, StringBuilder> texts, String name, String text) {
        StringBuilder all = texts.computeIfAbsent(name, first -> new StringBuilder());
        all.append(all.isEmpty() ? "" : "\n").append(text);
    }

    /** How many words it says. What was thought does not count. */
    long words() {
        return texts().entrySet().stream()
                .filter(text -> !text.getKey().endsWith(REASONING))
                .mapToLong(text -> TextComparison.words(text.getValue()))
                .sum();
    }

    List<MessagePart.ToolCall> calls() {
        List<MessagePart.ToolCall> calls = new ArrayList<>();
        for (ViewedMessage message : answered) {
            for (MessagePart part : message.message().parts()) {
                if (part instanceof MessagePart.ToolCall call) {
                    calls.add(call);
                }
            }
        }
        return calls;
    }

    Headers headers() {
        return response().headers();
    }

    private Response response() {
        return view.parsed().response().response();
    }

    int status() {
        return response().status();
    }

    String ending() {
        return response().ending().name().toLowerCase(Locale.ROOT);
    }

    List<String> finishReasons() {
        return answered.stream()
                .map(ViewedMessage::message)
                .map(ChatMessage::facts)
                .map(ChatMessage.Facts::finishReason)
                .filter(reason -> !reason.isEmpty())
                .toList();
    }

    Outline outline() {
        return new Outline(
                status(),
                ending(),
                finishReasons(),
                calls().stream().map(MessagePart.ToolCall::name).toList());
    }

    StreamTiming timing() {
        return view.timing();
    }

    Json shape() {
        return new JsonObjectBuilder()
                .with("status", status())
                .with("ending", ending())
                .with("choices", view.exchange().choices())
                .with(
                        "finish_reasons",
                        finishReasons().stream().map(Json.JsonString::new).toList())
                .with("tool_calls", calls().size())
                .with("chunks", response().chunks().size())
                .done();
    }

    Json usage() {
        Optional<TokenUsage> usage = view.parsed().family().usage(view.parsed().response());
        return usage.map(used -> new JsonObjectBuilder()
                        .with("input_tokens", used.input())
                        .with("output_tokens", used.output())
                        .done())
                .orElse(Json.NULL);
    }
}

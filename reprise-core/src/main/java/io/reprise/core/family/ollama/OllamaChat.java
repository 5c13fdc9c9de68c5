package io.reprise.core.family.ollama;

import io.reprise.core.conversation.AnswerBuilder;
import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Texts;
import io.reprise.core.family.Titles;
import io.reprise.core.family.part.Route;
import io.reprise.core.family.part.TokenCounts;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.stream.StreamFormats;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** {@code POST /api/chat} and {@code POST /api/generate}. */
public final class OllamaChat implements OllamaApi {
    public static final ApiFamily CHAT = new OllamaChat("ollama-chat", "/api/chat");
    public static final ApiFamily GENERATE = new OllamaChat("ollama-generate", "/api/generate");

    private static final Pattern NOT_STREAMED = Pattern.compile("\"stream\"\\s*:\\s*false");

    private final String name;
    private final Route route;

    private OllamaChat(String name, String path) {
        this.name = name;
        this.route = Route.of("POST", path);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean covers(String method, String path) {
        return route.covers(method, path);
    }

    /** Of a response without a content type, as some tools record them, what the request wanted: a stream, unless it says no. */
    @Override
    public StreamFormat format(Request request, String contentType) {
        boolean wantsStream = contentType.isBlank()
                && !NOT_STREAMED.matcher(request.body().toString()).find();
        return StreamFormats.KNOWN.of(wantsStream ? "application/x-ndjson" : contentType);
    }

    @Override
    public boolean isPart(Json line) {
        return line.get("done").isPresent();
    }

    @Override
    public boolean isLast(Json line) {
        return line.get("done").filter(Json.TRUE::equals).isPresent();
    }

    @Override
    public String title(ParsedRequest request) {
        Json body = request.json().orElse(Json.NULL);
        String title = Titles.ofMessages(body.list("messages"));
        return title.isEmpty() ? Titles.of(body.get("prompt").orElse(Json.NULL)) : title;
    }

    @Override
    public List<ChatMessage> asked(ParsedRequest request) {
        Json body = request.json().orElse(Json.NULL);
        List<ChatMessage> messages = new ArrayList<>();
        if (!body.text("system").isEmpty()) {
            messages.add(ChatMessage.of("system", new MessagePart.Text(body.text("system"))));
        }
        List<MessagePart> prompt = new ArrayList<>();
        if (!body.text("prompt").isEmpty()) {
            prompt.add(new MessagePart.Text(body.text("prompt")));
        }
        prompt.addAll(images(body));
        if (!prompt.isEmpty()) {
            messages.add(new ChatMessage("user", prompt));
        }
        for (Json message : body.list("messages")) {
            messages.add(new ChatMessage(message.text("role"), parts(message)));
        }
        return messages;
    }

    private static List<MessagePart> parts(Json message) {
        List<MessagePart> parts = new ArrayList<>();
        if (!message.text("thinking").isEmpty()) {
            parts.add(new MessagePart.Reasoning(message.text("thinking")));
        }
        String content = message.text("content");
        if (message.text("role").equals("tool")) {
            String tool = message.get("tool_name")
                    .or(() -> message.get("name"))
                    .flatMap(Json::string)
                    .orElse("");
            parts.add(new MessagePart.ToolResult(tool, content));
        } else if (!content.isEmpty()) {
            parts.add(new MessagePart.Text(content));
        }
        parts.addAll(images(message));
        message.list("tool_calls")
                .forEach(call -> parts.add(new MessagePart.ToolCall(call.text("function", "name"), arguments(call))));
        return parts;
    }

    private static List<MessagePart> images(Json holder) {
        return holder.list("images").stream()
                .flatMap(image -> image.string().stream())
                .<MessagePart>map(image -> MessagePart.Media.ofBase64("image", image))
                .toList();
    }

    private static String arguments(Json call) {
        return call.at("function", "arguments")
                .map(arguments -> arguments.string().orElseGet(() -> arguments.write(Layout.COMPACT)))
                .orElse("");
    }

    @Override
    public List<ChatMessage> answered(ParsedResponse response) {
        AnswerBuilder answer = new AnswerBuilder();
        int calls = 0;
        for (Json line : response.values().toList()) {
            answer.finished("", line.text("done_reason"));
            Json said = line.get("message").orElse(line);
            add(said, said.text("content") + said.text("response"), answer);
            for (Json call : said.list("tool_calls")) {
                answer.toolCall("", String.valueOf(calls++), call.text("function", "name"), arguments(call));
            }
        }
        return answer.messages();
    }

    private static void add(Json said, String text, AnswerBuilder answer) {
        if (!said.text("role").isEmpty()) {
            answer.role("", said.text("role"));
        }
        if (!said.text("thinking").isEmpty()) {
            answer.reasoning("", "", said.text("thinking"));
        }
        if (!text.isEmpty()) {
            answer.text("", "", text);
        }
    }

    @Override
    public List<ChannelText> texts(ParsedResponse response) {
        return Texts.of(response, (line, texts) -> {
            Json message = line.get("message").orElse(Json.NULL);
            texts.addAll("message", message, Set.of("role", "images", "tool_calls"));
            message.list("tool_calls")
                    .forEach(call -> call.get("function")
                            .ifPresent(function -> texts.addAll("message.tool_calls", function, Set.of())));
            line.get("response").ifPresent(text -> texts.addAll("response", text, Set.of()));
            line.get("thinking").ifPresent(text -> texts.addAll("thinking", text, Set.of()));
        });
    }

    @Override
    public Optional<TokenUsage> usage(ParsedResponse response) {
        return TokenCounts.of(
                response,
                "eval_count",
                (line, counts) -> counts.input(line, "prompt_eval_count").output(line, "eval_count"));
    }
}

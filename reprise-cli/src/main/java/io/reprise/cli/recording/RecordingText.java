package io.reprise.cli.recording;

import io.reprise.cli.process.Counted;
import io.reprise.cli.terminal.VisibleText;
import io.reprise.core.content.Multipart;
import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.SocketConversation;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.exchange.SocketMessage.Sender;
import io.reprise.core.family.ApiFamily.ChannelText;
import io.reprise.core.family.ParsedConversation;
import io.reprise.core.family.RequestWords;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.price.Cost;
import io.reprise.core.price.PriceTable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A recording as a page for people. */
final class RecordingText {
    private final ShownRecording shown;
    private final PriceTable prices;
    private final StringBuilder page = new StringBuilder();

    RecordingText(ShownRecording shown, PriceTable prices) {
        this.shown = shown;
        this.prices = prices;
    }

    String text() {
        Request request = shown.recording().exchange().request();
        String query = request.query().isEmpty() ? "" : "?" + request.query();
        line(request.method() + " " + request.path() + query);
        fact("key", shown.key());
        fact("test", shown.recording().test().name());
        fact("occurrence", String.valueOf(shown.recording().occurrence()));
        fact("upstream", shown.recording().upstream());
        fact("family", shown.family().name());
        fact("file", shown.location());
        line("");
        request(request);
        line("");
        response(shown.recording().exchange().response());
        return page.toString();
    }

    private void request(Request request) {
        line("request");
        headers(request.headers());
        List<ChatMessage> asked = shown.family().asked(shown.parsed().request());
        Optional<Json> body = shown.parsed().request().json();
        if (body.filter(json -> json instanceof Json.JsonObject).isPresent()) {
            body.get().members().stream()
                    .filter(member -> asked.isEmpty() || !words().isContent(member.name()))
                    .forEach(this::member);
        } else if (body.isPresent()) {
            block("", DisplayedJson.brief(DisplayedJson.text(body.get().write(Layout.INDENTED))));
        } else {
            body(request);
        }
        conversation(asked);
    }

    private void body(Request request) {
        Optional<List<Multipart.Part>> parts = Multipart.parse(request.headers(), request.body());
        if (parts.isEmpty()) {
            block("", request.body().isEmpty() ? "" : preview(request.headers(), request.body()));
            return;
        }
        for (Multipart.Part part : parts.get()) {
            Map<String, String> form = part.formData().orElse(Map.of());
            String type = part.headers().getOrDefault("content-type", "");
            boolean isFile = form.containsKey("filename");
            String file = isFile ? " " + form.get("filename") : "";
            block(
                    form.getOrDefault("name", "part") + file,
                    isFile ? size(type, part.content()) : preview(Headers.of("content-type", type), part.content()));
        }
    }

    private RequestWords words() {
        return shown.family().words();
    }

    private void member(Json.Member member) {
        List<String> tools = words().isTools(member.name())
                ? member.value().items().stream()
                        .flatMap(tool -> words().toolName(tool).stream())
                        .toList()
                : List.of();
        Optional<String> text = member.value().string();
        if (!tools.isEmpty()) {
            line("  " + member.name() + ": " + String.join(", ", tools));
        } else if (text.filter(value -> value.contains("\n")).isPresent()) {
            block(member.name(), DisplayedJson.text(text.get()));
        } else {
            line("  " + member.name() + ": " + DisplayedJson.of(member.value()));
        }
    }

    private void conversation(List<ChatMessage> messages) {
        ConversationText.lines(messages).forEach(line -> line("  " + line));
    }

    private void response(Response response) {
        Optional<ParsedConversation> conversation = shown.conversation();
        line("response " + response.status() + ", "
                + conversation.map(this::said).orElseGet(() -> sent(response)));
        headers(response.headers());
        if (conversation.isPresent()) {
            conversation(conversation.get().chat());
        } else {
            answer(response);
        }
        shown.cost(prices)
                .ifPresent(cost -> line("  tokens: " + cost.usage().input() + " in, "
                        + cost.usage().output() + " out" + paid(cost)));
    }

    private static String paid(Cost cost) {
        String origin = cost.origin()
                .map(price -> price.asOf()
                        .map(day -> "price of " + day + ", " + price.source())
                        .orElse("price of " + price.source()))
                .orElse("as the answer says");
        return cost.amount().map(amount -> ", $" + amount + " (" + origin + ")").orElse("");
    }

    /** How much was said in a conversation, and how it ended. */
    private String said(ParsedConversation conversation) {
        List<SocketMessage> messages = conversation.conversation().messages();
        long ofClient = messages.stream()
                .filter(message -> message.from() == Sender.CLIENT)
                .count();
        long last = messages.isEmpty() ? 0 : messages.get(messages.size() - 1).at();
        String end = conversation.conversation().close().map(RecordingText::end).orElse(", cut off");
        return shown.bytes() + " bytes in " + Counted.of(ofClient, "message") + " of the client and "
                + (messages.size() - ofClient) + " of the upstream"
                + (last == 0 ? "" : ", the last after " + last + " ms")
                + end;
    }

    private static String end(SocketConversation.Close close) {
        String code = close.code() == SocketConversation.NO_STATUS ? "" : " with " + close.code();
        return ", closed by the " + close.from().name().toLowerCase(Locale.ROOT) + code
                + (close.reason().isEmpty() ? "" : ": " + close.reason());
    }

    private void answer(Response response) {
        if (shown.entry().large().isPresent()) {
            line("  too large for the memory: what follows is of the first chunks and of the last; --raw prints all");
        }
        List<ChatMessage> answered = shown.family().answered(shown.parsed().response());
        List<ChannelText> texts =
                answered.isEmpty() ? shown.family().texts(shown.parsed().response()) : List.of();
        conversation(answered);
        texts.forEach(text -> block(text.channel(), DisplayedJson.text(text.joined())));
        if (answered.isEmpty() && texts.isEmpty() && !response.chunks().isEmpty()) {
            block("body", preview(response.headers(), response.body()));
        }
    }

    private String sent(Response response) {
        List<Chunk> chunks = response.chunks();
        String size = shown.bytes() + " bytes";
        String end = switch (response.ending()) {
            case COMPLETE -> "";
            case EARLY -> ", ended early";
            case OPEN -> ", stays open";
            case CUT -> ", cut off";
        };
        if (chunks.isEmpty()) {
            return "no body" + end;
        }
        long first = chunks.get(0).at();
        long last = chunks.get(chunks.size() - 1).at();
        return response.isStream()
                ? size + " in " + shown.chunks() + (shown.chunks() == 1 ? " chunk" : " chunks") + " of "
                        + response.format().name()
                        + (last == 0 ? "" : ", the first after " + first + " ms, the last after " + last + " ms") + end
                : size + (last == 0 ? "" : " after " + last + " ms") + end;
    }

    private void headers(Headers headers) {
        headers.fields().forEach(field -> line("  " + field.name() + ": " + field.value()));
    }

    private void fact(String name, String value) {
        if (!value.isEmpty()) {
            line("  %-11s %s".formatted(name, value));
        }
    }

    private void block(String name, String text) {
        if (!name.isEmpty()) {
            line("  " + name + (text.contains("\n") || name.startsWith("[") ? "" : ": " + text));
        }
        if (name.isEmpty() || text.contains("\n") || name.startsWith("[")) {
            text.lines().forEach(line -> line("    " + line));
        }
    }

    private void line(String text) {
        page.append(VisibleText.of(text)).append('\n');
    }

    private static String preview(Headers headers, Bytes body) {
        return body.decode()
                .map(text -> DisplayedJson.brief(DisplayedJson.text(text)))
                .orElseGet(() -> size(headers.first("content-type").orElse(""), body));
    }

    private static String size(String type, Bytes content) {
        return "(" + (type.isEmpty() ? "not text" : type) + ", " + content.size() + " bytes; --raw prints them)";
    }
}

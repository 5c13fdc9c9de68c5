package io.reprise.formats.llmposter;

import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.json.Layout;
import io.reprise.formats.ChatStream;
import io.reprise.formats.RecordedAnswer;
import io.reprise.formats.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Anthropic's messages. */
final class MessagesApi implements LlmposterApi {
    private static final int OK = 200;

    private static final Json MOST_TOKENS = new Json.JsonNumber("1024");

    @Override
    public String path() {
        return "/v1/messages";
    }

    @Override
    public String usualModel() {
        return "claude-sonnet-4-6";
    }

    @Override
    public String callId(int number) {
        return "toolu_llmposter_" + number;
    }

    @Override
    public Map<String, Json> demanded() {
        return Map.of("max_tokens", MOST_TOKENS);
    }

    @Override
    public RecordedAnswer whole(Reply reply) {
        return RecordedAnswer.json(
                OK, message(reply, blocks(reply.said()), new Json.JsonString(reason(reply)), usage(reply, true)));
    }

    private static Json message(Reply reply, List<Json> content, Json reason, Json usage) {
        return new JsonObjectBuilder()
                .with("id", "msg-llmposter-" + reply.number())
                .with("type", "message")
                .with("role", "assistant")
                .with("model", reply.model())
                .with("content", content)
                .with("stop_reason", reason)
                .with("stop_sequence", Json.NULL)
                .with("usage", usage)
                .done();
    }

    private static String reason(Reply reply) {
        return reply.reasonOr("end_turn", "tool_use");
    }

    private static Json usage(Reply reply, boolean isAtEnd) {
        return new JsonObjectBuilder()
                .with("input_tokens", reply.askedTokens())
                .with("output_tokens", isAtEnd ? reply.saidTokens() : 0L)
                .with("cache_creation_input_tokens", 0L)
                .with("cache_read_input_tokens", 0L)
                .done();
    }

    private static List<Json> blocks(Said said) {
        List<Json> blocks = new ArrayList<>();
        said.content().ifPresent(text -> blocks.add(text(text)));
        said.calls()
                .forEach(call ->
                        blocks.add(tool(call, Json.tryParse(call.arguments()).orElse(Json.NULL))));
        return blocks;
    }

    private static Json text(String text) {
        return new JsonObjectBuilder().with("type", "text").with("text", text).done();
    }

    private static Json tool(Said.ToolCall call, Json input) {
        return new JsonObjectBuilder()
                .with("type", "tool_use")
                .with("id", call.id())
                .with("name", call.name())
                .with("input", input)
                .done();
    }

    @Override
    public RecordedAnswer stream(Reply reply, int size) {
        Stream events = new Stream(new StringBuilder());
        events.add("ping", new JsonObjectBuilder());
        events.add(
                "message_start",
                new JsonObjectBuilder().with("message", message(reply, List.of(), Json.NULL, usage(reply, false))));
        int index = 0;
        if (reply.said().content().isPresent()) {
            events.addBlock(
                    index++,
                    text(""),
                    "text_delta",
                    "text",
                    reply.said().content().get(),
                    size);
        }
        for (Said.ToolCall call : reply.said().calls()) {
            Json start = tool(call, new JsonObjectBuilder().done());
            events.addBlock(index++, start, "input_json_delta", "partial_json", call.arguments(), size);
        }
        Json end = new JsonObjectBuilder()
                .with("stop_reason", reason(reply))
                .with("stop_sequence", Json.NULL)
                .done();
        events.add("message_delta", new JsonObjectBuilder().with("delta", end).with("usage", usage(reply, true)));
        events.add("message_stop", new JsonObjectBuilder());
        return RecordedAnswer.events(events.text().toString());
    }

    /** The events of an answer, in their order. */
    private record Stream(StringBuilder text) {
        void addBlock(long index, Json start, String deltaType, String member, String content, int size) {
            add(
                    "content_block_start",
                    new JsonObjectBuilder().with("index", index).with("content_block", start));
            for (String piece : ChatStream.pieces(content, size)) {
                Json delta = new JsonObjectBuilder()
                        .with("type", deltaType)
                        .with(member, piece)
                        .done();
                add(
                        "content_block_delta",
                        new JsonObjectBuilder().with("index", index).with("delta", delta));
            }
            add("content_block_stop", new JsonObjectBuilder().with("index", index));
        }

        void add(String type, JsonObjectBuilder members) {
            List<Json.Member> all = new ArrayList<>();
            all.add(new Json.Member("type", new Json.JsonString(type)));
            all.addAll(members.done().members());
            text.append("event: ")
                    .append(type)
                    .append("\ndata: ")
                    .append(new Json.JsonObject(all).write(Layout.COMPACT))
                    .append("\n\n");
        }
    }
}

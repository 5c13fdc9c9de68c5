package io.reprise.server.mcp.recording;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ParsedConversation;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.json.Layout;
import io.reprise.core.replay.pace.StreamTiming;
import io.reprise.core.store.Store;
import io.reprise.server.mcp.tool.WrongCallException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The parts of a recording, as texts. */
final class RecordingParts {
    private final Store.Entry entry;
    private final ParsedRequest request;
    private final Response response;
    private final Optional<ParsedConversation> conversation;

    RecordingParts(Store.Entry entry) {
        this.entry = entry;
        this.request = entry.question().parsed();
        this.response = entry.recording().exchange().response();
        this.conversation = ParsedConversation.of(request, entry.recording().exchange());
    }

    private static String fields(Headers headers) {
        return headers.fields().stream()
                .map(field -> field.name() + ": " + field.value())
                .collect(Collectors.joining("\n"));
    }

    /** What the request asks; its JSON where no API family tells. */
    String request() {
        List<ChatMessage> asked = request.family().asked(request);
        return asked.isEmpty() ? body(request.request().body()) : MessageWords.of(asked);
    }

    private String body(Bytes body) {
        return request.json()
                .map(json -> json.write(Layout.INDENTED))
                .or(body::decode)
                .orElseGet(() -> "(" + body.size() + " bytes, not text)");
    }

    /** @param choice only that one; empty for all */
    String answer(OptionalInt choice) {
        List<ChatMessage> answered = conversation
                .map(ParsedConversation::chat)
                .orElseGet(() -> request.family().answered(new ParsedResponse(response)))
                .stream()
                .filter(message -> choice.isEmpty() || message.facts().choice().equals(choice))
                .toList();
        if (answered.isEmpty() && choice.isPresent()) {
            throw new WrongCallException("the answer has no choice " + choice.getAsInt());
        }
        return answered.isEmpty() ? raw() : MessageWords.of(answered);
    }

    /** The tools that are offered, with their descriptions and schemas. */
    String tools() {
        List<MessagePart.Tool> tools = request.family().asked(request).stream()
                .flatMap(message -> message.parts().stream())
                .flatMap(part -> part instanceof MessagePart.Tools all ? all.tools().stream() : Stream.empty())
                .toList();
        return tools.isEmpty()
                ? "(the request offers no tools)"
                : tools.stream()
                        .map(tool -> "## " + tool.name() + "\n" + tool.description() + "\n"
                                + tool.definition().write(Layout.INDENTED))
                        .collect(Collectors.joining("\n"));
    }

    String headers() {
        String query = request.request().query();
        return "## request\n" + request.request().method() + " "
                + request.request().path()
                + (query.isEmpty() ? "" : "?" + query) + "\n"
                + fields(request.request().headers()) + "\n## answer\nstatus "
                + response.status() + "\n" + fields(response.headers());
    }

    /** When the chunks came. */
    String timing() {
        long[] times = conversation
                .map(said -> said.conversation().messages().stream().mapToLong(message -> message.at()))
                .orElseGet(() -> response.chunks().stream().mapToLong(Chunk::at))
                .toArray();
        if (times.length == 0) {
            return "(the answer has no chunks)";
        }
        StreamTiming.Gaps gaps = StreamTiming.of(times).gaps();
        String gapsText = gaps.max().isEmpty()
                ? ""
                : "\ngap_p50_ms: " + gaps.p50().getAsLong() + "\ngap_p95_ms: "
                        + gaps.p95().getAsLong() + "\ngap_max_ms: " + gaps.max().getAsLong();
        return "chunks: " + times.length + "\nfirst_chunk_ms: " + times[0] + "\nlast_chunk_ms: "
                + times[times.length - 1] + gapsText + "\ntimes of the chunks in ms after the request: "
                + Arrays.stream(times).mapToObj(String::valueOf).collect(Collectors.joining(" "));
    }

    /** The answer as it is sent. */
    String raw() {
        return response.chunks().stream()
                .map(chunk -> chunk.bytes().decode().orElse("(" + chunk.bytes().size() + " bytes, not text)"))
                .collect(Collectors.joining());
    }

    /** How it was answered, in a line of numbers. */
    String facts() {
        Optional<String> tokens = conversation
                .map(ParsedConversation::usage)
                .orElseGet(() -> request.family().usage(new ParsedResponse(response)))
                .map(usage -> usage.input() + " tokens in, " + usage.output() + " out");
        return "family: " + request.family().name() + "\nending: "
                + response.ending().name().toLowerCase(Locale.ROOT) + "\n"
                + tokens.orElse("tokens: unknown") + "\nfile: " + entry.location();
    }
}

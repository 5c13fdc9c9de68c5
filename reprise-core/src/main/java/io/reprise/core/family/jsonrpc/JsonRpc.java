package io.reprise.core.family.jsonrpc;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.JsonPayloads;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.RequestWords;
import io.reprise.core.family.Texts;
import io.reprise.core.family.Volatility;
import io.reprise.core.family.part.Paths;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * JSON-RPC 2.0 by POST, answered as JSON or as a stream: MCP's streamable HTTP and others. The ids of requests are chosen by the
 * client, so they are part of the question.
 */
public final class JsonRpc implements ApiFamily {
    /** The model context protocol (modelcontextprotocol.io, "Streamable HTTP"), at paths that end in {@code /mcp}, or by its methods. */
    public static final JsonRpc MCP = new JsonRpc("mcp");

    /** Any other; must come after {@link #MCP}, and after all families that a path names. */
    public static final JsonRpc OTHER = new JsonRpc("json-rpc");

    /** Within a text, the quotes would be escaped. */
    private static final Bytes VERSION = Bytes.utf8("\"jsonrpc\"");

    private static final List<Bytes> METHODS_OF_MCP = Stream.of(
                    "initialize\"",
                    "notifications/",
                    "tools/",
                    "resources/",
                    "prompts/",
                    "completion/",
                    "logging/",
                    "ping\"")
            .map(method -> Bytes.utf8('"' + method))
            .toList();
    private static final Set<String> NO_TEXT =
            Set.of("jsonrpc", "type", "kind", "role", "mimeType", "data", "blob", "method", "uri");

    private final String name;

    private JsonRpc(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    /** A client of MCP also listens by GET, and ends its session by DELETE. */
    @Override
    public boolean covers(String method, String path) {
        return this == MCP
                && Paths.endsWith(path, "/mcp")
                && Set.of("POST", "GET", "DELETE").contains(method);
    }

    @Override
    public boolean covers(Request request) {
        Bytes body = request.body();
        return covers(request.method(), request.path())
                || (request.method().equals("POST")
                        && Json.mayBeJson(body, 0, body.size())
                        && body.contains(VERSION)
                        && (this == OTHER || METHODS_OF_MCP.stream().anyMatch(body::contains)));
    }

    @Override
    public Optional<String> model(ParsedRequest request) {
        return Optional.empty();
    }

    /** The method, and the name of the tool or what else it is about. */
    @Override
    public String title(ParsedRequest request) {
        return RpcCall.of(request).stream().findFirst().map(RpcCall::title).orElse("");
    }

    @Override
    public boolean isLast(StreamFormat format, Chunk chunk) {
        return format.isStream()
                && (chunk.bytes().contains(RpcAnswer.RESULT) || chunk.bytes().contains(RpcAnswer.ERROR))
                && JsonPayloads.values(format, chunk)
                        .flatMap(RpcAnswer::of)
                        .filter(answer -> !answer.id().equals(Json.NULL))
                        .anyMatch(RpcAnswer::isFinal);
    }

    @Override
    public Ending ending(ParsedResponse parsed) {
        Response response = parsed.response();
        return response.isStream() && response.chunks().stream().anyMatch(chunk -> isLast(response.format(), chunk))
                ? Ending.COMPLETE
                : response.ending();
    }

    /** A stream is complete when each request has its answer; one that answers none is complete when it ends properly. */
    @Override
    public Ending ending(ParsedRequest request, ParsedResponse parsed) {
        Response response = parsed.response();
        List<Json> wanted =
                RpcCall.of(request).stream().flatMap(call -> call.id().stream()).toList();
        if (!response.isStream() || response.status() >= 400 || wanted.isEmpty()) {
            return response.ending();
        }
        List<Json> answered = RpcAnswer.of(parsed).stream()
                .filter(RpcAnswer::isFinal)
                .map(RpcAnswer::id)
                .toList();
        return answered.containsAll(wanted) || answered.contains(Json.NULL) ? Ending.COMPLETE : Ending.CUT;
    }

    @Override
    public int status(ParsedResponse parsed) {
        int ofHttp = parsed.response().status();
        return ofHttp >= 400
                ? ofHttp
                : RpcAnswer.of(parsed).stream()
                        .flatMap(answer -> answer.errorStatus().stream())
                        .findFirst()
                        .orElse(ofHttp);
    }

    @Override
    public RequestWords words() {
        return RpcWords.WORDS;
    }

    @Override
    public Optional<Volatility> volatility(String path, String name) {
        return RpcAnswer.volatility(path, name);
    }

    @Override
    public List<ChannelText> texts(ParsedResponse response) {
        return Texts.of(
                response,
                (payload, texts) -> texts.addAll(
                        "$",
                        payload,
                        name -> NO_TEXT.contains(name)
                                || name.equals("id")
                                || volatility(".result", name).isPresent()));
    }

    @Override
    public List<ChatMessage> asked(ParsedRequest request) {
        return RpcCall.of(request).stream().map(RpcCall::message).toList();
    }

    @Override
    public List<ChatMessage> answered(ParsedResponse response) {
        return RpcAnswer.of(response).stream()
                .flatMap(answer -> answer.message().stream())
                .toList();
    }

    /** An error object (JSON-RPC 2.0, 5.1), whose request is not known. */
    @Override
    public Json error(int status, String code, String message) {
        return new JsonObjectBuilder()
                .with("jsonrpc", "2.0")
                .with("id", Json.NULL)
                .with(
                        "error",
                        new JsonObjectBuilder()
                                .with("code", new Json.JsonNumber(String.valueOf(RpcAnswer.code(status))))
                                .with("message", message)
                                .with(
                                        "data",
                                        new JsonObjectBuilder()
                                                .with("code", code)
                                                .done())
                                .done())
                .done();
    }
}

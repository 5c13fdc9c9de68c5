package io.reprise.core.family.generic;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Payload;
import io.reprise.core.exchange.PercentEncoding;
import io.reprise.core.exchange.PlainChunk;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.KeyPlace;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Titles;
import io.reprise.core.family.Volatility;
import io.reprise.core.family.openai.ContentParts;
import io.reprise.core.family.openai.OpenAiErrors;
import io.reprise.core.family.openai.OpenAiUsage;
import io.reprise.core.family.part.Forms;
import io.reprise.core.family.part.StreamErrors;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Everything that no other family covers. Nothing is known about its bodies except HTTP and JSON. */
public final class GenericHttp implements ApiFamily {
    /** The members in which other APIs have the prompt. */
    private static final List<String> QUESTIONS = List.of("messages", "input", "inputs", "prompt", "contents", "query");

    /** A name that people gave, rather than an id. */
    private static final Pattern NAME = Pattern.compile("(?=.*[A-Za-z])(?!.*[0-9a-fA-F]{8})[\\w.+ -]{1,40}");

    @Override
    public String name() {
        return "http";
    }

    @Override
    public boolean covers(String method, String path) {
        return true;
    }

    @Override
    public Optional<String> model(ParsedRequest request) {
        return Forms.text(request, "model");
    }

    /** Nobody knows what an unknown API keeps. */
    @Override
    public boolean asksModel(ParsedRequest request) {
        return false;
    }

    /** What is asked, or else the last name in the path. */
    @Override
    public String title(ParsedRequest request) {
        Json body = request.json().orElse(Json.NULL);
        return QUESTIONS.stream()
                .flatMap(name -> body.get(name).stream())
                .map(question -> question.items().stream().anyMatch(item -> item instanceof Json.JsonObject)
                        ? Titles.ofMessages(question.items())
                        : Titles.of(question))
                .filter(title -> !title.isEmpty())
                .findFirst()
                .orElseGet(() -> lastName(request.request().path()));
    }

    private static String lastName(String path) {
        String last = PercentEncoding.decodeText(path.substring(path.lastIndexOf('/') + 1));
        return NAME.matcher(last).matches() ? last : "";
    }

    /** A stream is cut where its last JSON is; of all else, HTTP knows the end. */
    @Override
    public Ending ending(ParsedResponse parsed) {
        Response response = parsed.response();
        boolean endsInJson = response.isStream()
                && response.status() < 400
                && !response.chunks().isEmpty()
                && isCut(parsed, response.chunks().size() - 1);
        return endsInJson ? Ending.CUT : response.ending();
    }

    private static boolean isCut(ParsedResponse parsed, int index) {
        Bytes chunk = parsed.response().chunks().get(index).bytes();
        List<Payload> payloads = parsed.response().format().payloads(chunk);
        int last = payloads.size() - 1;
        return last >= 0
                && payloads.get(last)
                        .text(parsed.response().format().content(chunk))
                        .startsWith("{")
                && parsed.payloads(index).get(last).isEmpty();
    }

    /** An error at the end of a stream counts; before, it may be what the stream tells of. */
    @Override
    public int status(ParsedResponse parsed) {
        Response response = parsed.response();
        if (!response.isStream() || response.chunks().isEmpty()) {
            return response.status();
        }
        List<Chunk> chunks = response.chunks();
        return StreamErrors.status(
                new ParsedResponse(response.withChunks(chunks.subList(chunks.size() - 1, chunks.size()))));
    }

    @Override
    public List<ChatMessage> asked(ParsedRequest request) {
        Json body = request.json().orElse(Json.NULL);
        List<ChatMessage> messages = new ArrayList<>();
        for (String question : QUESTIONS) {
            Json asked = body.get(question).orElse(Json.NULL);
            List<MessagePart> parts = ContentParts.of(asked);
            if (!parts.isEmpty()) {
                messages.add(new ChatMessage("user", parts));
            }
            for (Json message : asked.items()) {
                List<MessagePart> said = ContentParts.of(message.get("content").orElse(Json.NULL));
                if (!said.isEmpty()) {
                    String role = message.text("role");
                    messages.add(new ChatMessage(role.isEmpty() ? "user" : role, said));
                }
            }
        }
        return messages;
    }

    @Override
    public Optional<Volatility> volatility(String path, String name, Json value) {
        return LikelyIds.why(name, value);
    }

    /**
     * An error that the SDKs of OpenAI and of Anthropic show: both read {@code error}, and Anthropic's also
     * {@code type}.
     */
    @Override
    public Json error(int status, String code, String message) {
        List<Json.Member> members = new ArrayList<>();
        members.add(new Json.Member("type", new Json.JsonString("error")));
        members.addAll(OpenAiErrors.error(status, code, message).members());
        return new Json.JsonObject(members);
    }

    /** With the event type that Anthropic's SDK and others look at. */
    @Override
    public PlainChunk errorChunk(Json error) {
        return PlainChunk.of("error", error.write(Layout.COMPACT));
    }

    @Override
    public Optional<TokenUsage> usage(ParsedResponse response) {
        return OpenAiUsage.of(response);
    }

    /** All places in which known APIs want a key. */
    @Override
    public List<KeyPlace> keyPlaces() {
        return List.of(
                KeyPlace.BEARER,
                KeyPlace.BASIC,
                new KeyPlace.Header("x-api-key"),
                new KeyPlace.Header("api-key"),
                new KeyPlace.Header("x-goog-api-key"),
                new KeyPlace.QueryMember("key"));
    }
}

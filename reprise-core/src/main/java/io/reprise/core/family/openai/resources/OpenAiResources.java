package io.reprise.core.family.openai.resources;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Titles;
import io.reprise.core.family.Volatility;
import io.reprise.core.family.openai.ContentParts;
import io.reprise.core.family.openai.OpenAiApi;
import io.reprise.core.family.openai.media.FormParts;
import io.reprise.core.family.part.Route;
import io.reprise.core.family.part.StreamErrors;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Things that are created, listed, read and deleted, of one kind. */
public final class OpenAiResources implements OpenAiApi {
    /** Another provider has files at the same path. */
    public static final OpenAiResources FILES = new OpenAiResources(
            "files",
            Route.belowVersion("GET POST", "/files"),
            Route.belowVersion("GET DELETE", "/files/{id}"),
            Route.belowVersion("GET", "/files/{id}/content"));

    public static final OpenAiResources UPLOADS = new OpenAiResources(
            "openai-uploads",
            Route.belowVersion("POST", "/uploads"),
            Route.belowVersion("POST", "/uploads/{id}/parts"),
            Route.belowVersion("POST", "/uploads/{id}/complete"),
            Route.belowVersion("POST", "/uploads/{id}/cancel"));

    public static final OpenAiResources BATCHES = new OpenAiResources(
            "openai-batches",
            Route.belowVersion("GET POST", "/batches"),
            Route.belowVersion("GET", "/batches/{id}"),
            Route.belowVersion("POST", "/batches/{id}/cancel"));

    public static final OpenAiResources VECTOR_STORES = new OpenAiResources(
            "openai-vector-stores",
            Route.of("GET POST", "/vector_stores"),
            Route.of("GET POST DELETE", "/vector_stores/{id}"),
            Route.of("POST", "/vector_stores/{id}/search"),
            Route.of("GET POST", "/vector_stores/{id}/files"),
            Route.of("GET POST DELETE", "/vector_stores/{id}/files/{file}"),
            Route.of("GET", "/vector_stores/{id}/files/{file}/content"),
            Route.of("POST", "/vector_stores/{id}/file_batches"),
            Route.of("GET", "/vector_stores/{id}/file_batches/{batch}"),
            Route.of("POST", "/vector_stores/{id}/file_batches/{batch}/cancel"),
            Route.of("GET", "/vector_stores/{id}/file_batches/{batch}/files"));

    public static final OpenAiResources FINE_TUNING = new OpenAiResources(
            "openai-fine-tuning",
            Route.of("GET POST", "/fine_tuning/jobs"),
            Route.of("GET", "/fine_tuning/jobs/{id}"),
            Route.of("POST", "/fine_tuning/jobs/{id}/cancel"),
            Route.of("POST", "/fine_tuning/jobs/{id}/pause"),
            Route.of("POST", "/fine_tuning/jobs/{id}/resume"),
            Route.of("GET", "/fine_tuning/jobs/{id}/events"),
            Route.of("GET", "/fine_tuning/jobs/{id}/checkpoints"));

    public static final OpenAiResources CONTAINERS = new OpenAiResources(
            "openai-containers",
            Route.belowVersion("GET POST", "/containers"),
            Route.belowVersion("GET DELETE", "/containers/{id}"),
            Route.belowVersion("GET POST", "/containers/{id}/files"),
            Route.belowVersion("GET DELETE", "/containers/{id}/files/{file}"),
            Route.belowVersion("GET", "/containers/{id}/files/{file}/content"));

    public static final OpenAiResources ASSISTANTS = new OpenAiResources(
            "openai-assistants",
            Route.belowVersion("GET POST", "/assistants"),
            Route.belowVersion("GET POST DELETE", "/assistants/{id}"));

    public static final OpenAiResources THREADS = new OpenAiResources(
            "openai-threads",
            Route.belowVersion("POST", "/threads"),
            Route.belowVersion("POST", "/threads/runs"),
            Route.belowVersion("GET POST DELETE", "/threads/{id}"),
            Route.belowVersion("GET POST", "/threads/{id}/messages"),
            Route.belowVersion("GET POST DELETE", "/threads/{id}/messages/{message}"),
            Route.belowVersion("GET POST", "/threads/{id}/runs"),
            Route.belowVersion("GET POST", "/threads/{id}/runs/{run}"),
            Route.belowVersion("POST", "/threads/{id}/runs/{run}/submit_tool_outputs"),
            Route.belowVersion("POST", "/threads/{id}/runs/{run}/cancel"),
            Route.belowVersion("GET", "/threads/{id}/runs/{run}/steps"),
            Route.belowVersion("GET", "/threads/{id}/runs/{run}/steps/{step}"));

    public static final OpenAiResources VIDEOS = new OpenAiResources(
            "openai-videos",
            Route.belowVersion("GET POST", "/videos"),
            Route.belowVersion("GET DELETE", "/videos/{id}"),
            Route.belowVersion("GET", "/videos/{id}/content"),
            Route.belowVersion("POST", "/videos/{id}/remix"));

    public static final OpenAiResources EVALS = new OpenAiResources(
            "openai-evals",
            Route.belowVersion("GET POST", "/evals"),
            Route.belowVersion("GET POST DELETE", "/evals/{id}"),
            Route.belowVersion("GET POST", "/evals/{id}/runs"),
            Route.belowVersion("GET POST DELETE", "/evals/{id}/runs/{run}"),
            Route.belowVersion("GET", "/evals/{id}/runs/{run}/output_items"));

    /** Completions that were stored. */
    public static final OpenAiResources STORED_CHATS = new OpenAiResources(
            "openai-stored-chats",
            Route.of("GET", "/chat/completions"),
            Route.of("GET POST DELETE", "/chat/completions/{id}"),
            Route.of("GET", "/chat/completions/{id}/messages"),
            Route.of("GET", "/chat/deferred-completion/{id}"));

    /** One model, which several providers tell of at the same path. */
    public static final OpenAiResources MODEL =
            new OpenAiResources("model", Route.belowVersion("GET DELETE", "/models/{id}"));

    public static final List<OpenAiResources> ALL = List.of(
            FILES,
            UPLOADS,
            BATCHES,
            VECTOR_STORES,
            FINE_TUNING,
            CONTAINERS,
            ASSISTANTS,
            THREADS,
            VIDEOS,
            EVALS,
            STORED_CHATS,
            MODEL);

    private final String name;
    private final List<Route> routes;

    private OpenAiResources(String name, Route... routes) {
        this.name = name;
        this.routes = List.of(routes);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean covers(String method, String path) {
        return routes.stream().anyMatch(route -> route.covers(method, path));
    }

    @Override
    public Optional<String> model(ParsedRequest request) {
        return this == MODEL ? routes.get(0).variable(request.request().path(), "id") : OpenAiApi.super.model(request);
    }

    /** The {@code id} of a model is its name. Only its permissions have ids. */
    @Override
    public Optional<Volatility> volatility(String path, String name) {
        boolean isNameOfModel = this == MODEL && name.equals("id") && !path.endsWith(".permission[]");
        return isNameOfModel ? Optional.empty() : OpenAiApi.super.volatility(path, name);
    }

    @Override
    public boolean asksModel(ParsedRequest request) {
        return false;
    }

    /** What is asked, or the file that is sent, or else what is done. */
    @Override
    public String title(ParsedRequest request) {
        Json body = request.json().orElse(Json.NULL);
        String asked = Titles.of(asking(body));
        String file = asked.isEmpty() ? FormParts.fileName(request) : asked;
        String name = file.isEmpty() ? body.text("filename") : file;
        return name.isEmpty()
                ? Route.action(
                        routes, request.request().method(), request.request().path())
                : name;
    }

    private static Json asking(Json body) {
        return body.get("query")
                .or(() -> body.get("prompt"))
                .or(() -> body.get("content"))
                .orElse(Json.NULL);
    }

    /** Only runs of threads are streamed, with an end mark. */
    @Override
    public boolean isLast(StreamFormat format, Chunk chunk) {
        return format.isEndMark(chunk.bytes());
    }

    @Override
    public Ending ending(ParsedResponse response) {
        return this == THREADS
                ? StreamErrors.ending(this, response)
                : response.response().ending();
    }

    @Override
    public int status(ParsedResponse response) {
        return this == THREADS && response.response().isStream()
                ? StreamErrors.status(response)
                : response.response().status();
    }

    /** In a shape that the SDKs of all providers show that have such things at the same paths. */
    @Override
    public Json error(int status, String code, String message) {
        Json error = OpenAiApi.super.error(status, code, message);
        JsonObjectBuilder both = new JsonObjectBuilder().with("type", "error");
        error.members().forEach(member -> both.with(member.name(), member.value()));
        return both.done();
    }

    @Override
    public List<ChatMessage> asked(ParsedRequest request) {
        List<MessagePart> parts =
                new ArrayList<>(ContentParts.of(asking(request.json().orElse(Json.NULL))));
        parts.addAll(FormParts.files(request));
        return parts.isEmpty() ? List.of() : List.of(new ChatMessage("user", parts));
    }

    /** The texts of what was found or said. */
    @Override
    public List<ChatMessage> answered(ParsedResponse response) {
        List<MessagePart> parts =
                said(IntStream.range(0, response.response().chunks().size())
                        .boxed()
                        .flatMap(response::values)
                        .toList());
        return parts.isEmpty() ? List.of() : List.of(new ChatMessage("assistant", parts));
    }

    private static List<MessagePart> said(List<Json> payloads) {
        List<MessagePart> parts = new ArrayList<>();
        StringBuilder streamed = new StringBuilder();
        for (Json payload : payloads) {
            Json delta = payload.get("delta").orElse(Json.NULL);
            streamed.append(ContentParts.text(delta.get("content").orElse(Json.NULL)));
            for (Json item : payload.list("data")) {
                parts.addAll(ContentParts.of(item.get("content").orElse(Json.NULL)));
            }
        }
        if (!streamed.isEmpty()) {
            parts.add(new MessagePart.Text(streamed.toString()));
        }
        return parts;
    }
}

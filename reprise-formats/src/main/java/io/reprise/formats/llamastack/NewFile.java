package io.reprise.formats.llamastack;

import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.key.KeyRules;
import io.reprise.core.store.Recording;
import io.reprise.core.stream.SseEvent;
import io.reprise.core.stream.StreamFormats;
import io.reprise.formats.Loss;
import io.reprise.formats.RecordedCall;
import io.reprise.formats.llamastack.file.LlamaStackFile;
import io.reprise.formats.llamastack.file.LlamaStackKey;
import io.reprise.formats.llamastack.file.Nesting;
import io.reprise.formats.llamastack.python.PythonJson;
import io.reprise.formats.llamastack.request.Hosts;
import io.reprise.formats.llamastack.request.Origins;
import io.reprise.formats.llamastack.request.WireRequest;
import io.reprise.formats.llamastack.response.NoAnswerException;
import io.reprise.formats.llamastack.response.RecordedResponse;
import io.reprise.formats.llamastack.response.WireResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A file as llama-stack would have written it.
 *
 * @param losses what the recording says and the file does not
 */
record NewFile(String name, LlamaStackFile content, List<Loss> losses) {
    private static final int DIGEST_DIGITS = 8;
    private static final int FIRST_ERROR = 400;

    /**
     * The file for a recording.
     *
     * @param request the {@code request} member of a file that answers the same question
     * @throws NoAnswerException if the recording cannot be expressed; the message says why
     */
    static NewFile of(Recording recording, Json request) {
        refuseConversation(recording);
        Optional<String> test = Optional.of(recording.test().name()).filter(name -> !name.isEmpty());
        try {
            Nesting.check(request.write(Layout.COMPACT));
            Nesting.check(recording.exchange().response().body());
            String hash = LlamaStackKey.of(request, test, LlamaStackKey.Rule.NEWEST);
            Json response =
                    new RecordedResponse(request, hash).of(recording.exchange().response());
            LlamaStackFile content = LlamaStackFile.of(test, request, response);
            return new NewFile(name(request, response, hash), content, losses(recording, content));
        } catch (IllegalArgumentException unfit) {
            throw new NoAnswerException(String.valueOf(unfit.getMessage()));
        }
    }

    private static void refuseConversation(Recording recording) {
        if (recording.exchange().socket().isPresent()) {
            throw new NoAnswerException("it is a WebSocket conversation, and llama-stack keeps single answers");
        }
    }

    /** @throws NoAnswerException if llama-stack has no form for such a request */
    static Json request(Recording recording, ParsedRequest request, Hosts hosts) {
        refuseConversation(recording);
        try {
            Nesting.check(recording.exchange().request().body());
        } catch (IllegalArgumentException tooDeep) {
            throw new NoAnswerException("its request cannot be held: " + tooDeep.getMessage());
        }
        if (KeyRules.NONE.kept(request.request()).headers().first("range").isPresent()) {
            throw new NoAnswerException("it asks for a range, and llama-stack keeps no headers of a request");
        }
        String path = request.request().path();
        String origin = Origins.of(recording.upstream(), hosts.url(recording.upstream()), path);
        String target = hosts.target(recording.upstream(), path);
        return ClientRequest.of(request, recording.test(), new ClientRequest.Place(origin, target))
                .orElseThrow(() -> new NoAnswerException("the body of its request is not a JSON object"));
    }

    static String name(Json request, Json response, String hash) {
        Optional<String> endpoint = request.get("endpoint").flatMap(Json::string);
        boolean isList = endpoint.filter(path -> List.of("/v1/models", "/api/tags", "/v1/openai/v1/models")
                        .contains(path))
                .isPresent();
        boolean isAnswer = response.get("is_exception").isEmpty();
        return isList && isAnswer ? "models-" + hash + "-" + digest(response) + ".json" : hash + ".json";
    }

    /** The digest of the names of the models, which differs between servers. */
    private static String digest(Json response) {
        Json body = response.get("body").orElse(Json.NULL);
        Optional<Json> tags = body.get("__data__").flatMap(data -> data.get("models"));
        TreeSet<String> ids = new TreeSet<>(PythonJson::byCodePoint);
        for (Json model : tags.orElse(body).items()) {
            Json data = model.get("__data__").orElse(model);
            data.get(tags.isPresent() ? "model" : "id").flatMap(Json::string).ifPresent(ids::add);
        }
        return LlamaStackKey.sha256(String.join("|", ids)).substring(0, DIGEST_DIGITS);
    }

    private static List<Loss> losses(Recording recording, LlamaStackFile content) {
        Response response = recording.exchange().response();
        List<Loss> losses = new ArrayList<>();
        if (RecordedCall.isInOtherCase(recording.exchange().request())) {
            losses.add(new Loss("method", "llama-stack has all methods in capitals"));
        }
        if (response.chunks().stream().anyMatch(chunk -> chunk.at() > 0)) {
            losses.add(new Loss("times", "llama-stack keeps no arrival times, so there is no recorded pace"));
        }
        if (response.headers().fields().stream().anyMatch(field -> !field.name().equals("content-type"))) {
            losses.add(new Loss("response headers", "llama-stack keeps none"));
        }
        boolean isCall = content.request().get("endpoint").isPresent();
        if (isCall && response.status() != 200 && response.status() < FIRST_ERROR) {
            losses.add(new Loss("status", "llama-stack keeps the status of errors only"));
        }
        if (isCall
                && response.format().equals(StreamFormats.SSE)
                && response.chunks().stream().anyMatch(NewFile::saysMoreThanData)) {
            losses.add(new Loss("fields of events and comments", "llama-stack keeps only their data"));
        }
        if (recording.occurrence() > 1) {
            losses.add(new Loss("occurrences", "llama-stack keeps one answer to a question, the last"));
        }
        if (!recording.upstream().isEmpty() && !Origins.isHost(recording.upstream())) {
            losses.add(new Loss("upstream", "llama-stack keeps hosts, not names"));
        }
        if (!sameText(response, content)) {
            losses.add(new Loss("ids, time stamps and spelling", "llama-stack stores its stable form of values"));
        }
        return losses;
    }

    private static boolean saysMoreThanData(Chunk chunk) {
        SseEvent event = SseEvent.parse(chunk.bytes());
        boolean isNamed = !event.event().isEmpty()
                && !event.event().equals("error")
                && !event.event().startsWith("response.");
        return isNamed
                || event.id().isPresent()
                || event.retry().isPresent()
                || !event.comments().isEmpty();
    }

    /** Whether the file gives the recording's body when it is replayed. */
    private static boolean sameText(Response response, LlamaStackFile content) {
        try {
            return WireResponse.of(content, WireRequest.Vectors.AS_RECORDED)
                    .body()
                    .equals(response.body());
        } catch (NoAnswerException none) {
            return false;
        }
    }
}

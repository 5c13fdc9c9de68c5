package io.reprise.formats.llamastack;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.ApiFamilies;
import io.reprise.core.family.ModelListUnion;
import io.reprise.core.json.Json;
import io.reprise.core.key.Key;
import io.reprise.core.key.KeyRules;
import io.reprise.core.store.Recording;
import io.reprise.formats.Found;
import io.reprise.formats.Loss;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Files into recordings that live in one store together: a question that was asked several times has several occurrences,
 * and each further list of one server's models becomes the union of all that it has said so far.
 */
final class Conversion {
    private final Map<Key, Integer> occurrences = new HashMap<>();
    private final Map<String, Response> lists = new HashMap<>();

    /** @throws NoAnswerException if the file holds no answer of an API */
    Found of(LlamaStackFile file, String origin) {
        if (file.call() instanceof LlamaStackCall.NoHttp none) {
            return new Found.LeftOut(origin, none.reason());
        }
        List<WireRequest> requests = WireRequests.of(file.call());
        if (requests.isEmpty()) {
            return new Found.LeftOut(origin, "a call whose HTTP request cannot be told exactly");
        }
        Request request = requests.get(0).request();
        Response response = WireResponse.of(file, requests.get(0).vectors());
        List<Loss> losses = losses(file);
        if (ApiFamilies.of(request).isModelList()) {
            file.test().ifPresent(test -> losses.add(new Loss("test_id", "lists of models belong to no test")));
            Response union = union(file.call().host(), request, response);
            return new Found.Converted(origin, recording(file, TestId.NONE, 1, new Exchange(request, union)), losses);
        }
        Key key = KeyRules.NONE.question(request, file.testId()).key();
        int occurrence = occurrences.merge(key, 1, Integer::sum);
        if (occurrence > 1) {
            losses.add(new Loss(
                    "request.url",
                    "the same question was recorded before; this answer is given after the earlier ones"));
        }
        return new Found.Converted(
                origin, recording(file, file.testId(), occurrence, new Exchange(request, response)), losses);
    }

    private static Recording recording(LlamaStackFile file, TestId test, int occurrence, Exchange exchange) {
        return new Recording(test, file.call().host(), occurrence, exchange);
    }

    private Response union(String host, Request request, Response response) {
        String question = host + " " + request.path() + "?" + request.query();
        Response earlier = lists.get(question);
        Optional<Response> union = ModelListUnion.of(earlier == null ? List.of(response) : List.of(earlier, response));
        union.ifPresent(list -> lists.put(question, list));
        return union.orElse(response);
    }

    /** What Reprise's own form does not say; docs/llama-stack.md lists the same. */
    private static List<Loss> losses(LlamaStackFile file) {
        List<Loss> losses = new ArrayList<>();
        if (!file.request().get("provider_metadata").orElse(Json.NULL).members().isEmpty()) {
            losses.add(new Loss("request.provider_metadata", "the Python client's version is no part of an exchange"));
        }
        if (file.call() instanceof LlamaStackCall.Client client) {
            if (client.body().get("timeout").isPresent()) {
                losses.add(new Loss("request.body.timeout", "how long a client waits is no part of an exchange"));
            }
            if (client.library() == LlamaStackCall.Library.GOOGLE_GENAI) {
                losses.add(new Loss("response.body.sdk_http_response", "what the Python SDK adds to an answer"));
            }
        }
        return losses;
    }
}

package io.reprise.formats.llamastack;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.family.part.ModelListUnion;
import io.reprise.core.json.Json;
import io.reprise.core.replay.fresh.AnswerDay;
import io.reprise.core.store.Recording;
import io.reprise.formats.Found;
import io.reprise.formats.Loss;
import io.reprise.formats.llamastack.file.LlamaStackFile;
import io.reprise.formats.llamastack.request.LlamaStackCall;
import io.reprise.formats.llamastack.request.WireRequest;
import io.reprise.formats.llamastack.response.WireResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Files into recordings that live in one store together: the lists of models that one server gave at several times are
 * one list.
 */
final class Conversion {
    private final Map<String, List<Found.Converted>> lists = new LinkedHashMap<>();

    /**
     * The result for a file; empty for a list of models, which {@link #lists} returns.
     *
     * @throws NoAnswerException if the file holds no answer of an API
     */
    Optional<Found> of(LlamaStackFile file, String origin) {
        Found found = alone(file, origin);
        if (!(found instanceof Found.Converted converted)) {
            return Optional.of(found);
        }
        Recording recording = converted.recording();
        Request request = recording.exchange().request();
        if (ApiFamilies.of(request).isModelList()) {
            String server = recording.upstream() + " " + request.path() + "?" + request.query();
            lists.computeIfAbsent(server, any -> new ArrayList<>()).add(converted);
            return Optional.empty();
        }
        return Optional.of(converted);
    }

    /** The lists of models of the files so far; all files of one server get the same list, which is their union. */
    List<Found> lists() {
        List<Found> found = new ArrayList<>();
        for (List<Found.Converted> ofOneServer : lists.values()) {
            Optional<Response> union = ofOneServer.size() == 1 ? Optional.empty() : union(ofOneServer);
            for (Found.Converted list : ofOneServer) {
                found.add(union.map(all -> with(list, all)).orElse(list));
            }
        }
        return found;
    }

    private static Optional<Response> union(List<Found.Converted> lists) {
        Request asked = lists.get(0).recording().exchange().request();
        List<Response> responses = lists.stream()
                .map(list -> list.recording().exchange().response())
                .toList();
        return ModelListUnion.of(responses, ApiFamilies.of(asked).modelListShapes());
    }

    private static Found.Converted with(Found.Converted list, Response union) {
        List<Loss> losses = new ArrayList<>(list.losses());
        losses.add(new Loss("model lists", "the lists of one server were joined into one"));
        Recording old = list.recording();
        Exchange exchange = new Exchange(old.exchange().request(), union);
        return new Found.Converted(list.origin(), old.with(exchange), losses);
    }

    /**
     * The result for a file, independent of other files.
     *
     * @throws NoAnswerException if the file holds no answer of an API
     */
    static Found alone(LlamaStackFile file, String origin) {
        if (file.call() instanceof LlamaStackCall.NoHttp none) {
            return new Found.LeftOut(origin, none.reason());
        }
        List<WireRequest> requests = file.call().requests();
        if (requests.isEmpty()) {
            return new Found.LeftOut(origin, "the exact HTTP request of this call is not known");
        }
        Exchange exchange = new Exchange(
                requests.get(0).request(), WireResponse.of(file, requests.get(0).vectors()));
        List<Loss> losses = losses(file);
        boolean isList = ApiFamilies.of(exchange.request()).isModelList();
        if (isList && file.test().isPresent()) {
            losses.add(Loss.note("test_id", "lists of models belong to no test"));
        }
        return new Found.Converted(origin, recording(file, isList ? TestId.NONE : file.testId(), 1, exchange), losses);
    }

    private static Recording recording(LlamaStackFile file, TestId test, int occurrence, Exchange exchange) {
        return new Recording(test, file.call().host(), occurrence, exchange, AnswerDay.of(exchange));
    }

    /** What Reprise's own format cannot hold; docs/llama-stack.md has the same list. */
    private static List<Loss> losses(LlamaStackFile file) {
        List<Loss> losses = new ArrayList<>();
        if (!file.request().get("provider_metadata").orElse(Json.NULL).members().isEmpty()) {
            losses.add(new Loss(
                    "request.provider_metadata", "the version of the Python client is not part of an exchange"));
        }
        if (file.call() instanceof LlamaStackCall.Client client) {
            for (String extra : List.of("extra_body", "extra_query", "extra_headers")) {
                if (client.body().get(extra).isPresent()) {
                    losses.add(Loss.note("request.body." + extra, "it is merged into the request, as the client does"));
                }
            }
            if (client.body().get("timeout").isPresent()) {
                losses.add(new Loss("request.body.timeout", "a client's time limit is not part of an exchange"));
            }
            if (client.library() == LlamaStackCall.Library.GOOGLE_GENAI) {
                losses.add(new Loss("response.body.sdk_http_response", "the Python SDK adds it to an answer"));
            }
        }
        return losses;
    }
}

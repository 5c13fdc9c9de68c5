package io.reprise.core.family.amazon;

import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.PlainChunk;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.JsonPayloads;
import io.reprise.core.family.KeyPlace;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Refusal;
import io.reprise.core.family.Refused;
import io.reprise.core.family.RequestWords;
import io.reprise.core.family.part.StreamErrors;
import io.reprise.core.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What all operations of Bedrock have in common: the model in the path, exceptions, and signatures (Signature Version 4). */
interface BedrockApi extends ApiFamily {
    /** The names of the operations, as they are in paths. */
    Set<String> operations();

    /** Whether what a frame carries is the last of its stream. */
    boolean isLast(Json frame);

    @Override
    default boolean covers(String method, String path) {
        return method.equals("POST")
                && BedrockOperation.of(path)
                        .filter(operation -> operations().contains(operation.name()))
                        .isPresent();
    }

    @Override
    default Optional<String> model(ParsedRequest request) {
        return BedrockOperation.of(request.request().path()).map(BedrockOperation::model);
    }

    @Override
    default boolean isLast(StreamFormat format, Chunk chunk) {
        return JsonPayloads.values(format, chunk).anyMatch(this::isLast);
    }

    @Override
    default Ending ending(ParsedResponse response) {
        Response received = response.response();
        boolean isFailure = received.isStream()
                && received.status() < 400
                && BedrockErrors.statusWithin(response).isPresent();
        return isFailure ? Ending.COMPLETE : StreamErrors.ending(this, response);
    }

    @Override
    default int status(ParsedResponse response) {
        int ofHttp = response.response().status();
        return ofHttp >= 400 ? ofHttp : BedrockErrors.statusWithin(response).orElse(ofHttp);
    }

    @Override
    default Json error(int status, String code, String message) {
        return BedrockErrors.error(status, message);
    }

    @Override
    default Headers errorHeaders(int status, String code) {
        return BedrockErrors.headers(status);
    }

    @Override
    default PlainChunk errorChunk(Json error) {
        return BedrockErrors.chunk(error);
    }

    @Override
    default Refusal refusal(Refused refused) {
        return BedrockErrors.refusal(refused);
    }

    @Override
    default RequestWords words() {
        return BedrockWords.WORDS;
    }

    @Override
    default List<KeyPlace> keyPlaces() {
        return List.of(
                new KeyPlace.Authorization("AWS4-HMAC-SHA256"),
                new KeyPlace.Header("x-amz-security-token"),
                new KeyPlace.QueryMember("X-Amz-Security-Token"),
                new KeyPlace.QueryMember("X-Amz-Credential"),
                new KeyPlace.QueryMember("X-Amz-Signature"),
                KeyPlace.BEARER);
    }

    @Override
    default List<UrlVariable> urlVariables() {
        return List.of(new UrlVariable("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", ""));
    }

    @Override
    default List<KeyVariable> keyVariables() {
        return List.of(new KeyVariable("AWS_BEARER_TOKEN_BEDROCK", List.of("AWS_ACCESS_KEY_ID", "AWS_PROFILE"), true));
    }
}

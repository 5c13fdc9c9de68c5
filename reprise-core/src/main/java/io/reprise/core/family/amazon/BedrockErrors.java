package io.reprise.core.family.amazon;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Payload;
import io.reprise.core.exchange.PlainChunk;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Refusal;
import io.reprise.core.family.Refused;
import io.reprise.core.family.part.ErrorStatus;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.json.Layout;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Bedrock's exceptions (its API reference, "Common errors" and the errors of each operation). A header of an answer names the
 * exception; in a stream, the type of a frame does.
 */
final class BedrockErrors {
    private static final String TYPE = "__type";

    /** By the names of exceptions, in lower case. */
    private static final Map<String, Integer> STATUSES = Map.ofEntries(
            Map.entry("validationexception", 400),
            Map.entry("servicequotaexceededexception", 400),
            Map.entry("unrecognizedclientexception", 403),
            Map.entry("expiredtokenexception", 403),
            Map.entry("accessdeniedexception", 403),
            Map.entry("resourcenotfoundexception", 404),
            Map.entry("modeltimeoutexception", 408),
            Map.entry("conflictexception", 409),
            Map.entry("modelerrorexception", 424),
            Map.entry("modelstreamerrorexception", 424),
            Map.entry("dependencyfailedexception", 424),
            Map.entry("throttlingexception", 429),
            Map.entry("modelnotreadyexception", 429),
            Map.entry("internalserverexception", 500),
            Map.entry("badgatewayexception", 502),
            Map.entry("serviceunavailableexception", 503));

    private BedrockErrors() {}

    static Json error(int status, String message) {
        return new JsonObjectBuilder()
                .with("message", message)
                .with(TYPE, type(status))
                .done();
    }

    static Headers headers(int status) {
        return Headers.of("x-amzn-errortype", type(status));
    }

    private static String type(int status) {
        return switch (status) {
            case 401 -> "UnrecognizedClientException";
            case 402, 403, 407 -> "AccessDeniedException";
            case 404 -> "ResourceNotFoundException";
            case 408 -> "ModelTimeoutException";
            case 409 -> "ConflictException";
            case 424 -> "ModelErrorException";
            case 429 -> "ThrottlingException";
            case 502, 503, 504 -> "ServiceUnavailableException";
            default -> status >= 500 ? "InternalServerException" : "ValidationException";
        };
    }

    /** The type of a frame is that of the error, and begins with a small letter. */
    static PlainChunk chunk(Json error) {
        String type = error.text(TYPE);
        String json = error.write(Layout.COMPACT);
        return type.isEmpty()
                ? PlainChunk.of(json)
                : PlainChunk.of(type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1), json);
    }

    /** The status of the first exception in a stream, or of the first error of the model within it. */
    static Optional<Integer> statusWithin(ParsedResponse parsed) {
        Response response = parsed.response();
        for (int i = 0; i < response.chunks().size(); i++) {
            Bytes chunk = response.chunks().get(i).bytes();
            List<Payload> payloads = response.isStream() ? response.format().payloads(chunk) : List.of();
            for (int k = 0; k < payloads.size(); k++) {
                Json json = parsed.payloads(i).get(k).orElse(Json.NULL);
                Optional<Integer> status = status(payloads.get(k).event(), json);
                if (status.isPresent()) {
                    return status;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Integer> status(String event, Json json) {
        String name = event.toLowerCase(Locale.ROOT);
        if (name.endsWith("exception") || name.endsWith("error")) {
            int ofModel = ErrorStatus.of(new JsonObjectBuilder()
                    .with("status", json.get("originalStatusCode").orElse(Json.NULL))
                    .done());
            return Optional.of(
                    ofModel != ErrorStatus.UNNAMED ? ofModel : STATUSES.getOrDefault(name, ErrorStatus.UNNAMED));
        }
        Json ofModel = json.get("bytes").orElse(json);
        return ofModel.text("type").equals("error")
                ? Optional.of(ErrorStatus.of(ofModel.get("error").orElse(Json.NULL)))
                : Optional.empty();
    }

    static Refusal refusal(Refused refused) {
        int status = refused.status();
        Headers wait = refused.retryAfter().map(Refusal::retryAfter).orElse(Headers.NONE);
        String message = refused.message().orElseGet(() -> message(status));
        return new Refusal(wait.plus("x-amzn-errortype", type(status)), error(status, message));
    }

    private static String message(int status) {
        return switch (status) {
            case 401 -> "The security token included in the request is invalid.";
            case 403 -> "You don't have access to the model with the specified model ID.";
            case 404 -> "Could not resolve the foundation model from the provided model identifier.";
            case 408 -> "The model took too long to respond.";
            case 424 -> "The model returned an error.";
            case 429 -> "Too many requests, please wait before trying again.";
            case 502, 503, 504 -> "Bedrock is unable to process your request.";
            default ->
                status >= 500
                        ? "The system encountered an unexpected error during processing. Try your request again."
                        : "The provided request is not valid.";
        };
    }
}

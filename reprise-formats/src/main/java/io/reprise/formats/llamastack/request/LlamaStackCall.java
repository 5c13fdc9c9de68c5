package io.reprise.formats.llamastack.request;

import io.reprise.core.json.Json;
import io.reprise.formats.llamastack.python.PythonUrl;
import java.util.List;
import java.util.Optional;

/** The call of llama-stack, from the {@code request} member of a file. */
public sealed interface LlamaStackCall {
    /**
     * A method of a Python client.
     *
     * @param body the arguments of the call
     */
    record Client(Library library, PythonUrl url, String endpoint, Json body) implements LlamaStackCall {
        @Override
        public String host() {
            return url.scheme().equals("vertexai") ? "vertexai" : url.host();
        }

        @Override
        public List<WireRequest> requests() {
            return WireRequests.of(this);
        }
    }

    /** A request sent without a provider's client. */
    record RawHttp(String method, PythonUrl url, Json payload) implements LlamaStackCall {
        @Override
        public String host() {
            return url.host();
        }

        @Override
        public List<WireRequest> requests() {
            return WireRequests.of(this);
        }
    }

    /** Not a request to a model API, or an unknown one. */
    record NoHttp(String reason) implements LlamaStackCall {
        @Override
        public String host() {
            return "";
        }

        @Override
        public List<WireRequest> requests() {
            return List.of();
        }
    }

    /** The client libraries whose calls llama-stack records. */
    enum Library {
        OPENAI,
        OLLAMA,
        GOOGLE_GENAI
    }

    /** Whether an argument of every method of the OpenAI client says something about the request, not to the model. */
    static boolean isOption(Json.Member argument) {
        return WireRequests.REQUEST_OPTIONS.contains(argument.name());
    }

    static LlamaStackCall of(Json request) {
        if (request.get("tool_name").isPresent()) {
            return new NoHttp("a tool call: the file does not say which HTTP request it made");
        }
        Optional<PythonUrl> url = request.get("url").flatMap(Json::string).map(PythonUrl::parse);
        if (url.isEmpty()) {
            return new NoHttp("a call without a URL, such as a file processor's: it made no HTTP request");
        }
        Optional<Json> payload = request.get("payload");
        if (payload.isPresent()) {
            String method = request.get("method").flatMap(Json::string).orElse("POST");
            return new RawHttp(method, url.get(), payload.get());
        }
        Optional<Json> body = request.get("body").filter(value -> value instanceof Json.JsonObject);
        if (body.isEmpty()) {
            return new NoHttp("the arguments of this call are not an object, so its HTTP request is not known");
        }
        String endpoint =
                request.get("endpoint").flatMap(Json::string).orElse(url.get().path());
        return new Client(library(url.get(), endpoint), url.get(), endpoint, body.get());
    }

    private static Library library(PythonUrl url, String endpoint) {
        if (url.scheme().equals("vertexai")) {
            return Library.GOOGLE_GENAI;
        }
        return endpoint.startsWith("/api/") ? Library.OLLAMA : Library.OPENAI;
    }

    /** The host that was asked, with its port; empty if the file hides it. */
    String host();

    /** The HTTP requests that may have been sent; none if no request is known. */
    List<WireRequest> requests();
}

package io.reprise.server.mcp;

import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import org.jspecify.annotations.Nullable;

/** A request is not answered, with one of the codes of JSON-RPC or of the Model Context Protocol. */
final class ProtocolException extends RuntimeException {
    static final int NOT_JSON = -32700;
    static final int NO_REQUEST = -32600;
    static final int NO_METHOD = -32601;
    static final int WRONG_PARAMETERS = -32602;
    static final int INTERNAL = -32603;
    static final int HEADERS_DIFFER = -32020;
    static final int UNKNOWN_REVISION = -32022;

    private final int code;
    private final int status;
    private final String message;
    private final transient @Nullable Json data;

    /** @param status of HTTP */
    ProtocolException(int code, int status, String message, @Nullable Json data) {
        super(message, null, false, false);
        this.code = code;
        this.status = status;
        this.message = message;
        this.data = data;
    }

    ProtocolException(int code, int status, String message) {
        this(code, status, message, null);
    }

    int status() {
        return status;
    }

    /** The answer to the request with that id. */
    Json answer(Json id) {
        JsonObjectBuilder error = new JsonObjectBuilder().with("code", code).with("message", message);
        if (data != null) {
            error.with("data", data);
        }
        return new JsonObjectBuilder()
                .with("jsonrpc", "2.0")
                .with("id", id)
                .with("error", error.done())
                .done();
    }
}

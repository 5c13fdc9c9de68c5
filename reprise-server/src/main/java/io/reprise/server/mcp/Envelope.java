package io.reprise.server.mcp;

import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Quoted;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One request or notification, with what is said around it.
 *
 * @param id empty for a notification
 * @param headers of HTTP; empty where the message came in another way
 */
record Envelope(String method, Json parameters, Optional<Json> id, Optional<Headers> headers) {
    private static final String VERSION = "io.modelcontextprotocol/protocolVersion";
    private static final String BASE64_BEGIN = "=?base64?";
    private static final String BASE64_END = "?=";

    /** @throws ProtocolException if it is no request of JSON-RPC */
    static Envelope of(Json message, Optional<Headers> headers) {
        if (!(message instanceof Json.JsonObject) || !message.text("jsonrpc").equals("2.0")) {
            throw wrong("a message is a JSON object with \"jsonrpc\": \"2.0\"");
        }
        requireOnce(message);
        Optional<String> method = message.get("method").flatMap(Json::string);
        if (method.isEmpty()) {
            throw wrong("a request has a \"method\", which is a string");
        }
        Optional<Json> id = message.get("id");
        if (id.isPresent() && !isId(id.get())) {
            throw wrong("the id of a request is a string or a number");
        }
        Json parameters = message.get("params").orElseGet(() -> new JsonObjectBuilder().done());
        if (!(parameters instanceof Json.JsonObject)) {
            throw new ProtocolException(
                    ProtocolException.WRONG_PARAMETERS, 400, "the params of a request are a JSON object");
        }
        return new Envelope(method.get(), parameters, id, headers);
    }

    /** The id with which a message is answered: null where it has none that JSON-RPC allows. */
    static Json idOf(Json message) {
        boolean isOne = message.members().stream()
                        .filter(member -> member.name().equals("id"))
                        .count()
                == 1;
        return message.get("id").filter(id -> isOne && isId(id)).orElse(Json.NULL);
    }

    private static boolean isId(Json id) {
        return id instanceof Json.JsonString || id instanceof Json.JsonNumber;
    }

    /** Whether a message, which may be wrong, is none that wants an answer. */
    static boolean isNotification(Json message) {
        return message.text("jsonrpc").equals("2.0")
                && message.get("method").flatMap(Json::string).isPresent()
                && message.get("id").isEmpty();
    }

    private static void requireOnce(Json message) {
        Set<String> names = new HashSet<>();
        for (Json.Member member : message.members()) {
            if (!names.add(member.name())) {
                throw wrong("the message has the member " + Quoted.of(member.name()) + " twice");
            }
        }
    }

    private static ProtocolException wrong(String message) {
        return new ProtocolException(ProtocolException.NO_REQUEST, 400, message);
    }

    boolean isNotification() {
        return id.isEmpty();
    }

    /**
     * The revision in which it is written.
     *
     * @throws ProtocolException if it names one that is not spoken here, or if headers and message contradict each other
     */
    Revision revision() {
        Optional<String> said = parameters.at("_meta", VERSION).flatMap(Json::string);
        Optional<String> header = header("mcp-protocol-version");
        Optional<Revision> named = said.or(() -> header).map(Envelope::known);
        boolean isNew =
                named.filter(revision -> !revision.hasHandshake()).isPresent() || method.equals("server/discover");
        if (!isNew) {
            return named.orElse(Revision.MARCH_2025);
        }
        if (headers.isPresent() && said.isPresent()) {
            same("MCP-Protocol-Version", header, said.get());
            same("Mcp-Method", header("mcp-method"), method);
            if (method.equals("tools/call")) {
                same("Mcp-Name", header("mcp-name").map(Envelope::decoded), parameters.text("name"));
            }
        } else if (said.isEmpty() && named.isPresent()) {
            throw new ProtocolException(
                    ProtocolException.HEADERS_DIFFER,
                    400,
                    "the header MCP-Protocol-Version names a revision in which each request has it, too, as " + VERSION
                            + " in _meta");
        }
        return Revision.JULY_2026;
    }

    private Optional<String> header(String name) {
        return headers.flatMap(all -> all.first(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    private static Revision known(String label) {
        return Revision.of(label)
                .orElseThrow(() -> new ProtocolException(
                        ProtocolException.UNKNOWN_REVISION,
                        400,
                        "the revision " + Quoted.of(label) + " of the protocol is not supported",
                        new JsonObjectBuilder()
                                .with("supported", labels())
                                .with("requested", label)
                                .done()));
    }

    static List<Json> labels() {
        return Revision.labels().stream().<Json>map(Json.JsonString::new).toList();
    }

    private static void same(String field, Optional<String> header, String said) {
        if (header.isEmpty()) {
            throw new ProtocolException(
                    ProtocolException.HEADERS_DIFFER, 400, "the header " + field + " is missing; it is " + said);
        }
        if (!header.get().equals(said)) {
            throw new ProtocolException(
                    ProtocolException.HEADERS_DIFFER,
                    400,
                    "the header " + field + " says " + Quoted.of(header.get()) + ", and the message "
                            + Quoted.of(said));
        }
    }

    /** What does not fit into a header is sent in base64. */
    private static String decoded(String header) {
        if (!header.startsWith(BASE64_BEGIN) || !header.endsWith(BASE64_END)) {
            return header;
        }
        try {
            String coded = header.substring(BASE64_BEGIN.length(), header.length() - BASE64_END.length());
            return new String(Base64.getDecoder().decode(coded), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return header;
        }
    }
}

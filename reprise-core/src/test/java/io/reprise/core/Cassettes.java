package io.reprise.core;

import io.reprise.core.content.ContentDecoder;
import io.reprise.core.content.Decoded;
import io.reprise.core.content.DecodingLimits;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Framer;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The exchanges of other tools' cassettes: vcrpy and pydantic-ai (YAML), Ruby's VCR (YAML), go-vcr (YAML), Datadog's test
 * agent (JSON). Bodies are without content codings. A body of which a cassette has only the value is written as compact
 * JSON.
 *
 * @param files that hold exchanges, in the order of their paths
 * @param others files that hold none, such as WebSocket conversations
 * @param unreadable why a file cannot be read, by its path
 */
public record Cassettes(List<Cassette> files, List<String> others, Map<String, String> unreadable) {

    /** @param file its path below the corpora */
    public record Cassette(String file, List<Recorded> exchanges) {}

    /**
     * An exchange with the host that was asked.
     *
     * @param isValueOnly whether the cassette has only the JSON value of the answer
     */
    public record Recorded(String host, Exchange exchange, boolean isValueOnly) {
        public Request request() {
            return exchange.request();
        }

        public Response response() {
            return exchange.response();
        }
    }

    private static final List<String> TREES =
            List.of("dd-trace-py", "go-vcr-docker-agent", "vcr-crewai", "vcr-pydantic-ai", "vcr-ruby_llm");
    private static final Pattern URI = Pattern.compile("(?:[a-z]+://([^/?#]*)|<([A-Z_]+)>)?([^?#]*)(?:\\?([^#]*))?.*");
    private static final Set<String> NOT_SENT = Set.of("content-length", "content-encoding", "host", "expect", "date");
    private static final long LARGEST_BODY = 256 << 20;

    /** All cassettes of the corpora. */
    public static Cassettes read() {
        List<Cassette> files = new ArrayList<>();
        List<String> others = new ArrayList<>();
        Map<String, String> unreadable = new TreeMap<>();
        for (String tree : TREES) {
            Path root = Corpora.corpus(tree);
            for (Path file : filesOf(root)) {
                String name = tree + "/" + root.relativize(file);
                try {
                    List<Recorded> exchanges = exchanges(file);
                    if (exchanges.isEmpty()) {
                        others.add(name);
                    } else {
                        files.add(new Cassette(name, exchanges));
                    }
                } catch (IOException | RuntimeException broken) {
                    unreadable.put(name, String.valueOf(broken.getMessage()));
                }
            }
        }
        return new Cassettes(files, others, unreadable);
    }

    public int exchanges() {
        return files.stream().mapToInt(file -> file.exchanges().size()).sum();
    }

    private static List<Path> filesOf(Path root) {
        try (Stream<Path> found = Files.walk(root)) {
            return found.filter(file -> file.toString().matches(".*\\.(yaml|yml|json)"))
                    .sorted()
                    .toList();
        } catch (IOException failed) {
            throw new IllegalStateException("'" + root + "' cannot be read", failed);
        }
    }

    private static List<Recorded> exchanges(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        Json root = file.toString().endsWith(".json") ? Json.parse(text) : CassetteYaml.parse(text);
        List<Json> rows = root.get("http_interactions")
                .or(() -> root.get("interactions"))
                .map(Json::items)
                .orElseGet(() -> root.get("request").isPresent() ? List.of(root) : List.of());
        boolean areExchanges = rows.stream()
                .allMatch(row ->
                        row.get("request").isPresent() && row.get("response").isPresent());
        return areExchanges ? rows.stream().map(Cassettes::exchange).toList() : List.of();
    }

    private static Recorded exchange(Json row) {
        Json asked = row.get("request").orElseThrow();
        Json answered = row.get("response").orElseThrow();
        String uri = asked.get("uri")
                .or(() -> asked.get("url"))
                .flatMap(Json::string)
                .orElseThrow();
        Matcher parts = URI.matcher(uri);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + uri + "' is no address");
        }
        String path = parts.group(3).isEmpty() ? "/" : parts.group(3);
        Request request = new Request(
                asked.get("method").flatMap(Json::string).orElseThrow().toUpperCase(Locale.ROOT),
                path,
                Optional.ofNullable(parts.group(4)).orElse(""),
                sent(headers(asked)),
                asked.get("parsed_body").map(Cassettes::written).orElseGet(() -> body(asked.get("body"))));
        String host = Stream.of(parts.group(1), parts.group(2))
                .flatMap(Stream::ofNullable)
                .findFirst()
                .orElse("");
        return new Recorded(
                host,
                new Exchange(request, response(request, answered)),
                answered.get("parsed_body").isPresent());
    }

    private static Response response(Request request, Json answered) {
        Headers headers = headers(answered);
        Bytes body = answered.get("parsed_body").map(Cassettes::written).orElseGet(() -> plain(headers, answered));
        StreamFormat format = ApiFamilies.of(request)
                .format(request, headers.first("content-type").orElse(""));
        List<Chunk> chunks = new ArrayList<>();
        Framer framer = format.framer();
        framer.feed(body).forEach(frame -> chunks.add(new Chunk(0, frame)));
        framer.rest().ifPresent(rest -> chunks.add(new Chunk(0, rest)));
        return new Response(status(answered), sent(headers), format, chunks, Ending.COMPLETE);
    }

    /** The body without content codings; as it is where it was decoded before it was recorded. */
    private static Bytes plain(Headers headers, Json answered) {
        Bytes body = body(answered.get("body").or(() -> answered.get("content")));
        Decoded decoded = ContentDecoder.decode(headers, List.of(new Chunk(0, body)), DecodingLimits.of(LARGEST_BODY));
        return decoded instanceof Decoded.Whole whole
                ? Bytes.concat(whole.chunks().stream().map(Chunk::bytes).toList())
                : body;
    }

    private static int status(Json answered) {
        Json status = answered.get("status").orElse(Json.NULL);
        Json code = status.get("code")
                .or(() -> answered.get("code"))
                .or(() -> answered.get("status_code"))
                .orElse(status);
        return Integer.parseInt(code instanceof Json.JsonNumber number ? number.spelling() : "");
    }

    private static Bytes body(Optional<Json> spelled) {
        Json body = spelled.orElse(Json.NULL);
        if (body.get("string").isPresent()
                && !body.get("string").get().members().isEmpty()) {
            return body(body.get("string"));
        }
        Optional<String> base64 = body.get("base64_string").flatMap(Json::string);
        if (base64.isPresent()) {
            return Bytes.owning(Base64.getMimeDecoder().decode(base64.get()));
        }
        boolean isWrapped =
                body.get("string").isPresent() || body.get("encoding").isPresent();
        if (isWrapped || body.string().isPresent()) {
            return Bytes.utf8((isWrapped ? body.get("string").orElse(Json.NULL) : body)
                    .string()
                    .orElse(""));
        }
        return body.equals(Json.NULL) ? Bytes.EMPTY : written(body);
    }

    private static Bytes written(Json value) {
        return Bytes.utf8(value.write(Layout.COMPACT));
    }

    private static Headers headers(Json message) {
        List<Headers.Field> fields = new ArrayList<>();
        for (Json.Member member : message.get("headers").map(Json::members).orElse(List.of())) {
            List<Json> values =
                    member.value() instanceof Json.JsonArray array ? array.items() : List.of(member.value());
            values.forEach(value ->
                    value.string().ifPresent(text -> fields.add(new Headers.Field(member.name(), text))));
        }
        return new Headers(fields);
    }

    private static Headers sent(Headers headers) {
        return headers.endToEnd()
                .filter(field -> !NOT_SENT.contains(field.name())
                        && field.value().chars().allMatch(c -> c >= ' ' && c < 0x7f));
    }
}

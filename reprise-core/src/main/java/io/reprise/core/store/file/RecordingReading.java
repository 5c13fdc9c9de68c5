package io.reprise.core.store.file;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.HeaderSyntax;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.JsonContentType;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.SocketConversation;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.KnownJson;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.store.Recording;
import io.reprise.core.store.file.member.DayMember;
import io.reprise.core.store.file.member.FileValue;
import io.reprise.core.stream.StreamFormats;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** Makes a recording from the values of its file. */
final class RecordingReading {
    private static final int FIRST_WITH_MESSAGES = 3;

    private final StreamFormats formats;
    private final BodyReading bodies;

    RecordingReading(StreamFormats formats, BodyFiles beside) {
        this.formats = formats;
        this.bodies = new BodyReading(beside);
    }

    RecordingFile.Read read(FileValue file) {
        long version = file.get("reprise")
                .orElseThrow(() -> file.wrong("is not a recording: it has no member 'reprise'"))
                .number(1, Long.MAX_VALUE);
        if (version > RecordingFile.VERSION) {
            throw file.wrong("is of version " + version + " of the format and this program reads up to version "
                    + RecordingFile.VERSION + "; use a newer one");
        }
        TestId test = file.get("test").map(RecordingReading::test).orElse(TestId.NONE);
        String upstream = file.get("upstream").map(FileValue::text).orElse("");
        long occurrence = file.get("occurrence")
                .map(value -> value.number(1, Integer.MAX_VALUE))
                .orElse(1L);
        Optional<LocalDate> day = file.get(DayMember.NAME).map(DayMember::read);
        ParsedRequest request = request(file.require("request"));
        Optional<SocketConversation> socket =
                version < FIRST_WITH_MESSAGES ? Optional.empty() : MessageReading.conversation(file);
        FileValue response = file.require("response");
        Optional<ParsedResponse> answer = socket.isPresent()
                ? Optional.empty()
                : Optional.of(response(response, request.request().method()));
        Exchange exchange = socket.map(found ->
                        Exchange.conversation(request.request(), responseHeaders(response), found, ending(response)))
                .orElseGet(() ->
                        new Exchange(request.request(), answer.orElseThrow().response()));
        Recording recording = new Recording(test, upstream, (int) occurrence, exchange, day);
        return new RecordingFile.Read(
                recording, request, answer.orElseGet(() -> new ParsedResponse(exchange.response())));
    }

    private static TestId test(FileValue value) {
        return value.valid(() -> new TestId(value.text()));
    }

    private ParsedRequest request(FileValue request) {
        Headers headers = headers(request);
        Optional<Bytes> body = bodies.body(request);
        Optional<FileValue> parts = request.get(PartLines.NAME);
        if (parts.isPresent()) {
            if (body.isPresent()) {
                throw request.wrong("has both parts and a body");
            }
            body = Optional.of(PartLines.read(parts.get(), headers, bodies));
        }
        if (request.get("body").isPresent()
                && headers.first(JsonContentType.HEADER).isEmpty()) {
            headers = headers.plus(JsonContentType.HEADER, JsonContentType.TEXT);
        }
        Request read = new Request(
                method(request.require("method")),
                request.require("path").text(),
                request.get("query").map(FileValue::text).orElse(""),
                headers,
                body.orElse(Bytes.EMPTY));
        return request.get("body")
                .map(value -> ApiFamilies.parse(read, value.json()))
                .orElseGet(() -> ApiFamilies.parse(read));
    }

    private static String method(FileValue value) {
        if (!HeaderSyntax.isName(value.text())) {
            throw value.wrong("is not a method: only ASCII letters, digits and !#$%&'*+-.^_`|~ are allowed");
        }
        return value.text();
    }

    private ParsedResponse response(FileValue response, String method) {
        int status = (int) response.require("status").number(200, 599);
        StreamFormat format = response.get("framing")
                .map(value -> value.oneOf(formats.all(), StreamFormat::name))
                .orElse(StreamFormat.WHOLE);
        List<Optional<KnownJson>> known = new ArrayList<>();
        Response read = new Response(
                status,
                responseHeaders(response).ofAnswerTo(method),
                format,
                chunks(response, format, known),
                ending(response));
        return new ParsedResponse(read, known);
    }

    private static Ending ending(FileValue response) {
        return response.get("ending")
                .map(value -> value.oneOf(EnumSet.allOf(Ending.class)))
                .orElse(Ending.COMPLETE);
    }

    /** @param known the JSON of each chunk is added to it, as far as the file has it */
    private List<Chunk> chunks(FileValue response, StreamFormat format, List<Optional<KnownJson>> known) {
        Optional<FileValue> chunks = response.get("chunks");
        Optional<Bytes> body = bodies.body(response);
        if (chunks.isEmpty()) {
            long at = response.get("at").map(RecordingReading::time).orElse(0L);
            body.ifPresent(bytes -> known.add(response.get("body")
                    .filter(json -> format.equals(StreamFormat.WHOLE))
                    .map(json -> new KnownJson(Optional.empty(), json.json()))));
            return body.map(bytes -> List.of(new Chunk(at, bytes))).orElse(List.of());
        }
        if (body.isPresent()) {
            throw response.wrong("has both chunks and a body");
        }
        ChunkReading reading = ChunkReading.of(response, format);
        List<Chunk> all = new ArrayList<>();
        for (FileValue chunk : chunks.get().items()) {
            ChunkReading.Read read = reading.chunk(chunk, all.size());
            all.add(new Chunk(chunk.get("at").map(RecordingReading::time).orElse(0L), read.bytes()));
            known.add(read.json());
        }
        return all;
    }

    static long time(FileValue value) {
        return value.number(0, Long.MAX_VALUE);
    }

    static Optional<Bytes> textual(FileValue holder) {
        Optional<Bytes> raw = holder.get("raw").map(value -> Bytes.utf8(String.join("", value.texts())));
        Optional<Bytes> base64 = holder.get("base64")
                .map(value ->
                        value.valid(() -> Bytes.owning(Base64.getDecoder().decode(String.join("", value.texts())))));
        if (raw.isPresent() && base64.isPresent()) {
            throw holder.wrong("has both 'raw' and 'base64'");
        }
        return raw.or(() -> base64);
    }

    private static Headers responseHeaders(FileValue response) {
        response.get("headers").map(FileValue::members).orElse(List.of()).forEach(member -> {
            if (!member.value().texts().stream().allMatch(HeaderSyntax::isSendable)) {
                throw member.value()
                        .wrong("has a control character or one beyond ISO 8859-1, which HTTP cannot send in a header");
            }
        });
        return headers(response);
    }

    static Headers headers(FileValue holder) {
        List<Headers.Field> fields = new ArrayList<>();
        holder.get("headers").ifPresent(headers -> headers.members().forEach(member -> fields.addAll(fields(member))));
        return new Headers(fields);
    }

    private static List<Headers.Field> fields(FileValue.FileMember member) {
        if (!HeaderSyntax.isName(member.name())) {
            throw member.value()
                    .wrong("has a name that is not a header name: only ASCII letters, digits and"
                            + " !#$%&'*+-.^_`|~ are allowed");
        }
        List<String> values = member.value().texts();
        if (!values.stream().allMatch(HeaderSyntax::isValue)) {
            throw member.value().wrong("has a line end or another control character, which is not allowed in a header");
        }
        return values.stream()
                .map(value -> new Headers.Field(member.name(), value))
                .toList();
    }
}

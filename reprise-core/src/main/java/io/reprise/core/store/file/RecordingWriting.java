package io.reprise.core.store.file;

import io.reprise.core.content.Multipart;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Dialect;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.HeaderSyntax;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.JsonContentType;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.SocketConversation;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.json.Json;
import io.reprise.core.json.Spelling;
import io.reprise.core.store.Recording;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.file.member.DayMember;
import io.reprise.core.store.file.member.DialectMember;
import io.reprise.core.store.file.member.MemberLines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes recordings as the text of their files, with members always in the same order. */
final class RecordingWriting {
    /** A reader of version 1 knows no others. */
    private static final Set<Ending> ENDINGS_OF_VERSION_1 = Set.of(Ending.COMPLETE, Ending.CUT);

    private static final Set<String> FRAMINGS_OF_VERSION_1 = Set.of("whole", "sse", "ndjson");

    /** The first one that knows files beside a recording, parts and conversations. */
    private static final int VERSION_OF_FILES = 3;

    /** Where the number of the version is, which is known when all chunks are. */
    private static final int VERSION_PLACE = "{\n  \"reprise\": ".length();

    private static final String CHUNKS = "chunks";

    private final MemberLines lines = new MemberLines();
    private final SeparateBodies bodies;

    private RecordingWriting(SeparateBodies bodies) {
        this.bodies = bodies;
    }

    /** @param bodies learns of those that are not in this text */
    static Bytes text(Recording recording, ParsedRequest request, SeparateBodies bodies) {
        RecordingWriting writing = new RecordingWriting(bodies);
        writing.write(recording, request);
        return writing.lines.finish();
    }

    /** As {@link #text}, of a recording whose chunks are not in memory: writes to the channel what it would return. */
    static void write(Recording recording, ParsedRequest request, SeparateBodies bodies, FileChannel channel)
            throws IOException {
        Response response = recording.exchange().response();
        LargeLines chunks = LargeLines.of(response.format(), response.large().orElseThrow());
        RecordingWriting writing = new RecordingWriting(bodies);
        Optional<List<Multipart.Part>> parts = PartLines.of(request.request());
        boolean isNew = parts.isPresent() || bodies.take(request.request().body());
        writing.writeBefore(recording, isNew ? VERSION_OF_FILES : 1);
        writing.write(request, parts);
        writing.lines.object("response");
        writing.writeHead(response);
        writing.writeLayout(chunks.dialect(), chunks.spelling());
        writing.lines.array(CHUNKS);
        boolean isOld = chunks.write(writing.lines, channel) && isOld(response);
        writing.lines.endArray().endObject();
        writing.lines.finish().writeTo(channel);
        if (!isNew && !isOld) {
            channel.write(ByteBuffer.wrap(new byte[] {'2'}), VERSION_PLACE);
        }
    }

    /** Has the bodies of the request collected that are not in the text. */
    static void collectBodies(ParsedRequest request, SeparateBodies bodies) {
        new RecordingWriting(bodies).write(request, PartLines.of(request.request()));
    }

    private void write(Recording recording, ParsedRequest request) {
        Response response = recording.exchange().response();
        boolean isInChunks = response.isStream() || response.chunks().size() > 1;
        ChunkLines chunks = ChunkLines.of(response.format(), isInChunks ? response.chunks() : List.of());
        WholeBody body = new WholeBody(isInChunks ? Bytes.EMPTY : response.body());
        boolean isOld = chunks.isOld() && body.isOld() && isOld(response);
        Optional<SocketConversation> socket = recording.exchange().socket();
        Optional<List<Multipart.Part>> parts = PartLines.of(request.request());
        boolean isNew = socket.isPresent()
                || parts.isPresent()
                || bodies.take(request.request().body())
                || !isInChunks && bodies.take(response.body());
        writeBefore(recording, isNew ? VERSION_OF_FILES : isOld ? 1 : 2);
        write(request, parts);
        lines.object("response");
        writeHead(response);
        if (socket.isPresent()) {
            writeMessages(socket.get());
            return;
        }
        if (isInChunks) {
            writeLayout(chunks.dialect(), chunks.spelling());
            lines.array(CHUNKS);
            lines.lines(chunks.lines());
            lines.endArray();
        } else {
            response.chunks().forEach(chunk -> writeWhole(chunk, body, contentType(response.headers())));
        }
        lines.endObject();
    }

    private static boolean isOld(Response response) {
        return ENDINGS_OF_VERSION_1.contains(response.ending())
                && FRAMINGS_OF_VERSION_1.contains(response.format().name());
    }

    /** Writes the members before the request. */
    private void writeBefore(Recording recording, int version) {
        lines.member("reprise", version);
        if (!recording.test().isNone()) {
            lines.member("test", recording.test().name());
        }
        if (recording.occurrence() > 1) {
            lines.member("occurrence", recording.occurrence());
        }
        if (!recording.upstream().isEmpty()) {
            lines.member("upstream", recording.upstream());
        }
        recording.recordedOn().ifPresent(day -> lines.member(DayMember.NAME, day.toString()));
    }

    /** Ends the response, whose layout is that of the upstream's messages. */
    private void writeMessages(SocketConversation conversation) {
        MessageLines messages = MessageLines.of(conversation.messages());
        WholeBody.writeLayout(messages.spelling(), lines);
        lines.endObject();
        lines.array(MessageReading.MESSAGES);
        lines.lines(messages.lines());
        lines.endArray();
        conversation.close().ifPresent(close -> lines.line(MessageReading.CLOSE, MessageLines.close(close)));
    }

    private void write(ParsedRequest parsed, Optional<List<Multipart.Part>> parts) {
        Request request = parsed.request();
        refuseWhatCannotBeRead(request.method());
        lines.object("request");
        lines.member("method", request.method());
        lines.member("path", request.path());
        if (!request.query().isEmpty()) {
            lines.member("query", request.query());
        }
        Optional<Json> value = parsed.json();
        Headers headers = value.isPresent() ? withoutPlainJson(request.headers()) : request.headers();
        refuseWhatCannotBeRead(headers);
        write(headers);
        if (parts.isPresent()) {
            PartLines.write(parts.get(), bodies, lines);
        } else if (value.isPresent()) {
            lines.member("body", value.get());
        } else if (bodies.take(request.body())) {
            bodies.write(request.body(), contentType(request.headers()), lines);
        } else if (!request.body().isEmpty()) {
            WholeBody.writeText(request.body(), lines);
        }
        lines.endObject();
    }

    private static void refuseWhatCannotBeRead(String method) {
        if (!HeaderSyntax.isName(method)) {
            throw new StoreException(
                    "the method '" + method.replaceAll("\\p{Cntrl}", "?")
                            + "' of the request is not valid in HTTP (RFC 9110, 5.6.2 and 9.1), so that it cannot be kept",
                    null);
        }
    }

    /** The answer's are checked before it is decided where it is kept; servers let more pass in a request than HTTP allows. */
    private static void refuseWhatCannotBeRead(Headers headers) {
        headers.fields().forEach(field -> {
            if (!HeaderSyntax.isName(field.name()) || !HeaderSyntax.isValue(field.value())) {
                throw new StoreException(
                        "the header '" + field.name().replaceAll("\\p{Cntrl}", "?")
                                + "' of the request is not valid in HTTP (RFC 9110, 5), so that it cannot be kept",
                        null);
            }
        });
    }

    private static Headers withoutPlainJson(Headers headers) {
        return headers.filter(
                field -> !field.name().equals(JsonContentType.HEADER) || !JsonContentType.isPlain(field.value()));
    }

    private void writeHead(Response response) {
        lines.member("status", response.status());
        write(response.headers());
        if (response.isStream()) {
            lines.member("framing", response.format().name());
        }
        if (response.ending() != Ending.COMPLETE) {
            lines.member("ending", response.ending().name().toLowerCase(Locale.ROOT));
        }
    }

    private void writeWhole(Chunk chunk, WholeBody body, String contentType) {
        if (chunk.at() > 0) {
            lines.member("at", chunk.at());
        }
        if (bodies.take(chunk.bytes())) {
            bodies.write(chunk.bytes(), contentType, lines);
        } else {
            body.write(lines);
        }
    }

    private static String contentType(Headers headers) {
        return headers.first("content-type").orElse("");
    }

    private void writeLayout(Dialect dialect, Spelling spelling) {
        if (!dialect.isUsual()) {
            lines.member(DialectMember.NAME, DialectMember.value(dialect));
        }
        WholeBody.writeLayout(spelling, lines);
    }

    /** Fields with one name are one member, because their order among other fields has no meaning (RFC 9110, 5.3). */
    private void write(Headers headers) {
        if (headers.fields().isEmpty()) {
            return;
        }
        Map<String, List<Json>> values = new LinkedHashMap<>();
        for (Headers.Field field : headers.fields()) {
            values.computeIfAbsent(field.name(), name -> new ArrayList<>()).add(new Json.JsonString(field.value()));
        }
        lines.object("headers");
        values.forEach((name, all) -> lines.member(name, all.size() == 1 ? all.get(0) : new Json.JsonArray(all)));
        lines.endObject();
    }
}

package io.reprise.formats;

import io.reprise.core.content.ContentDecoder;
import io.reprise.core.content.Decoded;
import io.reprise.core.content.DecodingLimits;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Framer;
import io.reprise.core.exchange.HeaderSyntax;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A whole answer as another tool kept it.
 *
 * @param headers may have those of one connection, and a content coding that the body has no more
 * @param body as it was received, or decoded
 */
public record RecordedAnswer(int status, Headers headers, Bytes body) {
    /** The loss of each stream that a tool kept as one text. */
    public static final Loss TIMES = new Loss(
            "times of chunks", "the file has none, so a stream arrives at once; --pace with a model gives it times");

    private static final Loss NOT_CODED = new Loss(
            "response.headers.content-encoding",
            "the body is not in the coding that it names; it is kept as it is, without this header");

    /** The bytes with which each body in gzip (RFC 1952) or zstd (RFC 8878) begins. */
    private static final List<Bytes> MAGIC = List.of(
            Bytes.owning(new byte[] {0x1f, (byte) 0x8b}),
            Bytes.owning(new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd}));

    /** Parts of the reasons why a body is not decoded although it is coded: it is too large, or a library is missing. */
    private static final Pattern CODED = Pattern.compile("decoded form|cannot be decoded on this machine");

    /** What follows from the chunks, is of the connection, or of one moment. */
    private static final Set<String> NOT_KEPT = Set.of("content-length", "content-encoding", "date", "alt-svc", "age");

    private static final int OK = 200;

    /** A part of a file begins and ends anywhere. */
    private static final int PARTIAL_CONTENT = 206;

    private static final DecodingLimits LIMITS =
            DecodingLimits.of(Math.max(1 << 20, Runtime.getRuntime().maxMemory() / 12));

    /** @param losses what the tool kept, and this response has not, or the other way round */
    public record Converted(Response response, List<Loss> losses) {
        public Converted {
            losses = List.copyOf(losses);
        }
    }

    /** An answer in JSON. */
    public static RecordedAnswer json(int status, Json body) {
        return new RecordedAnswer(
                status, Headers.of("content-type", "application/json"), Bytes.utf8(body.write(Layout.COMPACT)));
    }

    /** A whole stream of server-sent events. */
    public static RecordedAnswer events(String body) {
        return new RecordedAnswer(OK, Headers.of("content-type", "text/event-stream"), Bytes.utf8(body));
    }

    /**
     * The answer as an upstream would send it: decoded, and a stream in the chunks of its API.
     *
     * @throws DocumentException if it is no answer of HTTP, or its body cannot be decoded
     */
    public Converted to(Request request) {
        if (status < 100 || status > 599) {
            throw new DocumentException("status " + status + " is not between 100 and 599");
        }
        List<Loss> losses = new ArrayList<>();
        Headers kept = kept(request, losses);
        if (!Response.mayHaveBody(request.method(), status)) {
            return new Converted(new Response(status, kept, StreamFormat.WHOLE, List.of(), Ending.COMPLETE), losses);
        }
        Response response = response(ApiFamilies.parse(request), kept, decoded(losses));
        if (response.isStream() && response.chunks().size() > 1) {
            losses.add(TIMES);
        }
        return new Converted(response, losses);
    }

    /** Those of the headers of an answer to a request of that method that an import keeps. */
    public static Headers kept(String method, Headers headers) {
        boolean hasLength = method.equals("HEAD");
        return headers.endToEnd()
                .filter(field -> !NOT_KEPT.contains(field.name())
                        || hasLength && field.name().equals("content-length"));
    }

    private Headers kept(Request request, List<Loss> losses) {
        Headers kept = kept(request.method(), headers);
        Headers sendable =
                kept.filter(field -> HeaderSyntax.isName(field.name()) && HeaderSyntax.isSendable(field.value()));
        if (sendable.fields().size() < kept.fields().size()) {
            losses.add(new Loss("response.headers", "some are not valid in HTTP (RFC 9110, 5), and cannot be sent"));
        }
        return sendable;
    }

    /** The body without its coding. Many tools decode a body and keep the header: then it is as it should be. */
    private Bytes decoded(List<Loss> losses) {
        if (!ContentDecoder.isCoded(headers) || body.isText()) {
            return body; // no coded body is a text
        }
        Decoded decoded = ContentDecoder.decode(headers, List.of(new Chunk(0, body)), LIMITS);
        if (decoded instanceof Decoded.Whole whole) {
            return Bytes.concat(whole.chunks().stream().map(Chunk::bytes).toList());
        }
        whyStillCoded(decoded, body).ifPresent(reason -> {
            throw new DocumentException("the body of its answer cannot be decoded: " + reason);
        });
        losses.add(NOT_CODED);
        return body;
    }

    /** Why a body that could not be decoded is coded all the same; empty if it may be one that a tool has decoded. */
    static Optional<String> whyStillCoded(Decoded failure, Bytes body) {
        if (!(failure instanceof Decoded.Undecodable why)) {
            return Optional.of("the end of its content coding is missing");
        }
        boolean isCoded = CODED.matcher(why.reason()).find()
                || MAGIC.stream()
                        .anyMatch(magic -> body.size() >= magic.size()
                                && body.slice(0, magic.size()).equals(magic));
        return isCoded ? Optional.of(why.reason()) : Optional.empty();
    }

    private Response response(ParsedRequest request, Headers kept, Bytes plain) {
        StreamFormat known = status == PARTIAL_CONTENT
                ? StreamFormat.WHOLE
                : request.family()
                        .format(request.request(), kept.first("content-type").orElse(""));
        List<Bytes> frames = cut(known, plain);
        boolean isStream = frames.isEmpty() || known.mayBegin(frames.get(0));
        StreamFormat format = isStream ? known : StreamFormat.WHOLE;
        List<Chunk> chunks = (isStream ? frames : cut(StreamFormat.WHOLE, plain))
                .stream().map(frame -> new Chunk(0, frame)).collect(Collectors.toList());
        Response complete = new Response(status, kept, format, chunks, Ending.COMPLETE);
        boolean isComplete = status == PARTIAL_CONTENT
                || request.family().ending(request, new ParsedResponse(complete)) == Ending.COMPLETE;
        return isComplete ? complete : complete.withEnding(Ending.EARLY);
    }

    private static List<Bytes> cut(StreamFormat format, Bytes body) {
        Framer framer = format.framer();
        List<Bytes> frames = new ArrayList<>(framer.feed(body));
        framer.rest().ifPresent(frames::add);
        return frames;
    }
}

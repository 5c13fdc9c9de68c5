package io.reprise.server.recording;

import io.reprise.core.content.ContentDecoder;
import io.reprise.core.content.Decoded;
import io.reprise.core.content.DecodingLimits;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Framer;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.server.request.ResponseHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Puts together a response of chunks, without content codings, from what arrived from an upstream. Blocks; for workers. */
public final class ResponseAssembler {
    /** What follows from the chunks, is of the connection, or of this one moment. */
    private static final Set<String> NOT_KEPT = Set.of("content-length", "date", "alt-svc", "age");

    /** A part of a file begins and ends anywhere, so that only HTTP knows whether it has all come. */
    private static final int PARTIAL_CONTENT = 206;

    /** What became of the bytes. */
    public sealed interface Assembled {
        record Plain(Response response) implements Assembled {}

        /** Its status is none of HTTP, or its body cannot be decoded, and so cannot be searched for credentials. */
        record Unreadable(String reason) implements Assembled {}
    }

    private final ParsedRequest request;
    private final DecodingLimits limits;

    /**
     * @param request that is answered
     * @param limits of the decoded body
     */
    public ResponseAssembler(ParsedRequest request, DecodingLimits limits) {
        this.request = request;
        this.limits = limits;
    }

    public Assembled assemble(ResponseHead head, List<ArrivedPiece> pieces, BodyEnd end) {
        if (!Response.isStatus(head.status())) {
            return new Assembled.Unreadable("its status " + head.status() + " is none of HTTP");
        }
        if (!Response.mayHaveBody(request.request().method(), head.status())) {
            return new Assembled.Plain(withoutBody(head));
        }
        Decoded decoded = ContentDecoder.decode(head.headers(), chunks(head, pieces), limits.inSteps());
        return ofStream(head, decoded, ofHttp -> response(head, decoded.chunks(), ofHttp), end);
    }

    /**
     * What becomes of an answer.
     *
     * @param decoded how its body has been decoded; its chunks do not matter
     * @param made makes the response with the ending that HTTP tells
     */
    Assembled ofStream(ResponseHead head, Decoded decoded, Function<Ending, Response> made, BodyEnd end) {
        if (decoded instanceof Decoded.Undecodable undecodable) {
            return new Assembled.Unreadable("its body cannot be decoded: " + undecodable.reason());
        }
        if (decoded instanceof Decoded.Whole) {
            return new Assembled.Plain(ended(made, end));
        }
        Response response = ended(made, end == BodyEnd.LEFT ? end : BodyEnd.BROKEN);
        return end == BodyEnd.WHOLE && response.ending() == Ending.CUT
                ? new Assembled.Unreadable("its body cannot be decoded: its content coding is incomplete")
                : new Assembled.Plain(response);
    }

    /** Coding and length are those of a body that is elsewhere. */
    private Response withoutBody(ResponseHead head) {
        Headers headers = head.headers()
                .ofAnswerTo(request.request().method())
                .filter(field -> field.name().equals("content-length") || !NOT_KEPT.contains(field.name()));
        return new Response(head.status(), headers, StreamFormat.WHOLE, List.of(), Ending.COMPLETE);
    }

    private Response response(ResponseHead head, List<Chunk> body, Ending ofHttp) {
        return inChunks(new Response(head.status(), headers(head), format(request, head), body, ofHttp));
    }

    /** Those that are kept. */
    static Headers headers(ResponseHead head) {
        boolean isCoded = ContentDecoder.isCoded(head.headers());
        return head.headers()
                .endToEnd()
                .filter(field -> !NOT_KEPT.contains(field.name()))
                .filter(field -> !isCoded || !field.name().equals("content-encoding"));
    }

    static StreamFormat format(ParsedRequest request, ResponseHead head) {
        return head.status() == PARTIAL_CONTENT
                ? StreamFormat.WHOLE
                : request.family()
                        .format(
                                request.request(),
                                head.headers().first("content-type").orElse(""));
    }

    private Response ended(Function<Ending, Response> made, BodyEnd end) {
        Ending ofHttp = end == BodyEnd.WHOLE ? Ending.COMPLETE : Ending.CUT;
        Response received = made.apply(ofHttp);
        if (received.status() == PARTIAL_CONTENT) {
            return received;
        }
        Ending ending = ending(received, end);
        return ending == ofHttp ? received : received.withEnding(ending);
    }

    private Ending ending(Response received, BodyEnd end) {
        if (isComplete(received)) {
            return Ending.COMPLETE;
        }
        return switch (end) {
            case WHOLE -> Ending.EARLY;
            case BROKEN -> Ending.CUT;
            // where a proper end is all that is missing, the family knows no other that might have come
            case LEFT -> isComplete(received.withEnding(Ending.COMPLETE)) ? Ending.OPEN : Ending.CUT;
        };
    }

    private boolean isComplete(Response received) {
        return request.family().ending(request, new ParsedResponse(received)) == Ending.COMPLETE;
    }

    /** The response whose chunks are still what arrived, cut into chunks of its format; whole if it is not in that format. */
    private static Response inChunks(Response arrived) {
        List<Chunk> chunks = cut(arrived.format().framer(), arrived.chunks());
        boolean isStream =
                chunks.isEmpty() || arrived.format().mayBegin(chunks.get(0).bytes());
        return isStream
                ? arrived.withChunks(chunks)
                : new Response(
                        arrived.status(),
                        arrived.headers(),
                        StreamFormat.WHOLE,
                        cut(StreamFormat.WHOLE.framer(), arrived.chunks()),
                        arrived.ending());
    }

    /** What arrived; as one chunk where it is no stream, so that a large body is copied only once. */
    private List<Chunk> chunks(ResponseHead head, List<ArrivedPiece> pieces) {
        String type = head.headers().first("content-type").orElse("");
        boolean isCopiedLater = ContentDecoder.isCoded(head.headers())
                || request.family().format(request.request(), type).isStream();
        return isCopiedLater || pieces.size() < 2
                ? pieces.stream().map(ArrivedPiece::chunk).toList()
                : List.of(ArrivedPiece.joined(pieces));
    }

    /** A chunk has arrived when its last byte has. */
    private static List<Chunk> cut(Framer framer, List<Chunk> arrived) {
        List<Chunk> chunks = new ArrayList<>();
        long at = 0;
        for (Chunk piece : arrived) {
            at = piece.at();
            for (Bytes frame : framer.feed(piece.bytes())) {
                chunks.add(new Chunk(at, frame));
            }
        }
        long last = at;
        framer.rest().ifPresent(rest -> chunks.add(new Chunk(last, rest)));
        return chunks;
    }
}

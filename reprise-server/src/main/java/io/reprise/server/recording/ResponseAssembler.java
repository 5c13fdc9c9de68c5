package io.reprise.server.recording;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.compression.ZlibCodecFactory;
import io.netty.handler.codec.compression.ZlibWrapper;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Framer;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.family.ApiFamily;
import io.reprise.server.http.ResponseHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Puts together a response of chunks from what arrived from an upstream. */
public final class ResponseAssembler {
    /** What follows from the chunks, is of the connection, or of this one moment. */
    private static final Set<String> NOT_KEPT = Set.of("content-length", "date", "alt-svc", "age");

    private ResponseAssembler() {}

    public static Response response(ApiFamily family, ResponseHead head, List<ArrivedPiece> pieces, BodyEnd end) {
        String encoding =
                head.headers().first("content-encoding").orElse("").strip().toLowerCase(Locale.ROOT);
        boolean isDecoded = encoding.equals("gzip") || encoding.equals("x-gzip") || encoding.equals("deflate");
        List<Chunk> arrived = isDecoded ? decode(encoding, pieces) : plain(pieces);
        boolean isReadable = isDecoded || encoding.isEmpty() || encoding.equals("identity");
        Headers headers = head.headers()
                .endToEnd()
                .filter(field -> !NOT_KEPT.contains(field.name()))
                .filter(field -> !isDecoded || !field.name().equals("content-encoding"));
        StreamFormat format =
                isReadable ? family.format(headers.first("content-type").orElse("")) : StreamFormat.WHOLE;
        List<Chunk> chunks = cut(format.framer(), arrived);
        boolean hasMark = format.isStream() && chunks.stream().anyMatch(chunk -> family.isLast(format, chunk));
        boolean needsMark = format.isStream() && head.status() < 400 && !family.endsWithoutMark();
        boolean isComplete = hasMark || end == BodyEnd.WHOLE && !needsMark;
        return new Response(head.status(), headers, format, chunks, isComplete ? Ending.COMPLETE : Ending.CUT);
    }

    private static List<Chunk> plain(List<ArrivedPiece> pieces) {
        return pieces.stream()
                .map(piece -> new Chunk(piece.at(), Bytes.owning(ByteBufUtil.getBytes(piece.bytes()))))
                .toList();
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

    private static List<Chunk> decode(String encoding, List<ArrivedPiece> pieces) {
        ZlibWrapper wrapper = encoding.equals("deflate") ? ZlibWrapper.ZLIB_OR_NONE : ZlibWrapper.GZIP;
        EmbeddedChannel decoder = new EmbeddedChannel(ZlibCodecFactory.newZlibDecoder(wrapper, 0));
        List<Chunk> decoded = new ArrayList<>();
        try {
            for (ArrivedPiece piece : pieces) {
                decoder.writeInbound(Unpooled.wrappedBuffer(ByteBufUtil.getBytes(piece.bytes())));
                drain(decoder, piece.at(), decoded);
            }
        } finally {
            decoder.finishAndReleaseAll();
        }
        return decoded;
    }

    private static void drain(EmbeddedChannel decoder, long at, List<Chunk> decoded) {
        for (ByteBuf out = decoder.readInbound(); out != null; out = decoder.readInbound()) {
            decoded.add(new Chunk(at, Bytes.owning(ByteBufUtil.getBytes(out))));
            out.release();
        }
    }
}

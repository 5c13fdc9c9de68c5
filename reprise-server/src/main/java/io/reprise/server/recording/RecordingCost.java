package io.reprise.server.recording;

import io.reprise.core.content.BodyCost;
import io.reprise.core.content.ContentDecoder;
import io.reprise.core.content.DecodingLimits;
import io.reprise.core.family.ParsedRequest;
import io.reprise.server.request.ResponseHead;
import java.util.List;

/** Estimates how much memory it takes to record an answer. Reads from files: for workers. */
public final class RecordingCost {
    /** The request is searched and written, too. */
    private static final int COPIES_OF_REQUEST = 2;

    private RecordingCost() {}

    /** In bytes; that of an answer that cannot be decoded is that of the part that can. */
    public static long of(ParsedRequest request, ResponseHead head, List<ArrivedPiece> pieces, DecodingLimits limits) {
        BodyCost cost = new BodyCost();
        if (ContentDecoder.isCoded(head.headers())) {
            try (ContentDecoder decoder = new ContentDecoder(head.headers(), limits.inSteps())) {
                for (ArrivedPiece piece : pieces) {
                    decoder.feedInSteps(piece.chunk(), chunk -> cost.add(chunk.bytes()));
                }
            }
        } else {
            pieces.forEach(piece -> add(piece, cost));
        }
        String type = head.headers().first("content-type").orElse("");
        boolean isStream = request.family().format(request.request(), type).isStream();
        return cost.of(type, isStream)
                + COPIES_OF_REQUEST * (long) request.request().body().size();
    }

    private static void add(ArrivedPiece piece, BodyCost cost) {
        if (cost.isSampled()) {
            cost.addUnseen(piece.size());
        } else {
            cost.add(piece.chunk().bytes());
        }
    }
}

package io.reprise.server.upstream;

import io.reprise.core.content.DecodingLimits;
import io.reprise.core.exchange.Ending;
import io.reprise.core.family.ParsedRequest;
import io.reprise.server.http.ResponseHead;
import io.reprise.server.recording.ArrivedPiece;
import io.reprise.server.recording.BodyEnd;
import io.reprise.server.recording.EndMarkSearch;
import io.reprise.server.recording.ResponseAssembler;
import io.reprise.server.recording.ResponseAssembler.Assembled;
import io.reprise.server.shared.SharedResponse;
import java.util.List;

/** What has arrived of an answer, as its API family reads it. All but {@link #head} and {@link #close} blocks, and so is for workers. */
final class ArrivedAnswer implements AutoCloseable {
    private final ParsedRequest request;
    private final ResponseHead head;
    private final SharedResponse shared;
    private final EndMarkSearch endMark;

    ArrivedAnswer(ParsedRequest request, ResponseHead head, SharedResponse shared) {
        this.request = request;
        this.head = head;
        this.shared = shared;
        this.endMark = new EndMarkSearch(request, head, limits());
    }

    private DecodingLimits limits() {
        return DecodingLimits.of(shared.maxBytes());
    }

    ResponseHead head() {
        return head;
    }

    EndMarkSearch endMark() {
        return endMark;
    }

    /** Whether its end mark has arrived, and tells that it is all: some send a mark for each of several things. */
    boolean isComplete() {
        return !shared.isTooLarge() && endMark.isIn(shared.pieces()) && isComplete(shared.pieces());
    }

    /** Whether the pieces tell that they are all, whatever became of the connection. */
    boolean isComplete(List<ArrivedPiece> pieces) {
        return assembled(pieces, BodyEnd.BROKEN) instanceof Assembled.Plain plain
                && plain.response().ending() == Ending.COMPLETE;
    }

    Assembled assembled(BodyEnd how) {
        return assembled(shared.pieces(), how);
    }

    private Assembled assembled(List<ArrivedPiece> pieces, BodyEnd how) {
        return new ResponseAssembler(request, limits()).assemble(head, pieces, how);
    }

    /** Gives back native memory. */
    @Override
    public void close() {
        endMark.close();
    }
}

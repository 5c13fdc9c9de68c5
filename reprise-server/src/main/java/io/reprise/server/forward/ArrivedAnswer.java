package io.reprise.server.forward;

import io.reprise.core.content.ContentDecoder;
import io.reprise.core.content.DecodingLimits;
import io.reprise.core.exchange.Ending;
import io.reprise.core.family.ParsedRequest;
import io.reprise.server.recording.ArrivedPiece;
import io.reprise.server.recording.BodyEnd;
import io.reprise.server.recording.EndMarkSearch;
import io.reprise.server.recording.LargeAssembler;
import io.reprise.server.recording.RecordingCost;
import io.reprise.server.recording.ResponseAssembler;
import io.reprise.server.recording.ResponseAssembler.Assembled;
import io.reprise.server.request.ResponseHead;
import io.reprise.server.shared.SharedResponse;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What has arrived of an answer, as its API family reads it. What puts it together or reads it blocks, and so is for workers. */
final class ArrivedAnswer implements AutoCloseable {
    private final ParsedRequest request;
    private final ResponseHead head;
    private final SharedResponse shared;
    private final EndMarkSearch endMark;
    private volatile boolean isInPieces;

    ArrivedAnswer(ParsedRequest request, ResponseHead head, SharedResponse shared) {
        this.request = request;
        this.head = head;
        this.shared = shared;
        this.endMark = new EndMarkSearch(
                request, head, limits(), 4 * shared.memory().budget().largestChunk());
    }

    private DecodingLimits limits() {
        return DecodingLimits.of(shared.memory().maxBytes());
    }

    ResponseHead head() {
        return head;
    }

    EndMarkSearch endMark() {
        return endMark;
    }

    /** Whether an end mark has arrived. Some send a mark for each of several things, so that {@link #isComplete} is to be asked, too. */
    boolean hasEndMark() {
        return shared.loss().isEmpty() && endMark.isIn(shared.pieces());
    }

    /** Whether what has arrived tells that it is all, whatever became of the connection. */
    boolean isComplete() {
        return shared.loss().isEmpty() && isComplete(shared.pieces());
    }

    /** Why it cannot be kept; empty as long as it can. */
    Optional<String> loss() {
        return shared.loss();
    }

    /** In bytes, as it arrived. */
    long size() {
        return shared.size();
    }

    boolean isCoded() {
        return ContentDecoder.isCoded(head.headers());
    }

    /** How much memory it roughly takes to put it together, to search it, and to write it, in bytes. */
    long cost() {
        return RecordingCost.of(request, head, shared.pieces(), limits());
    }

    /** Whether the pieces tell that they are all, whatever became of the connection. */
    boolean isComplete(List<ArrivedPiece> pieces) {
        return reading(pieces, BodyEnd.BROKEN, ArrivedAnswer::isComplete);
    }

    private static boolean isComplete(Assembled assembled) {
        return assembled instanceof Assembled.Plain plain && plain.response().ending() == Ending.COMPLETE;
    }

    /** What the function makes of the answer, which may be in files until then. */
    <T> T reading(BodyEnd how, Function<Assembled, T> made) {
        return reading(shared.pieces(), how, made);
    }

    private <T> T reading(List<ArrivedPiece> pieces, BodyEnd how, Function<Assembled, T> made) {
        if (!isInPieces) {
            return made.apply(new ResponseAssembler(request, limits()).assemble(head, pieces, how));
        }
        long largest = shared.memory().budget().largestChunk();
        try (LargeAssembler assembler =
                new LargeAssembler(request, limits(), shared.memory().files(), largest)) {
            return made.apply(assembler.assemble(head, pieces, how));
        }
    }

    /** Whether its chunks may be in files while it is put together. */
    boolean mayBeInPieces() {
        return LargeAssembler.isFor(request, head);
    }

    /** From now on its chunks are in files while it is put together, or in memory again. */
    void putTogetherInPieces(boolean areInFiles) {
        isInPieces = areInFiles;
    }

    /** Gives back native memory. */
    @Override
    public void close() {
        endMark.close();
    }
}

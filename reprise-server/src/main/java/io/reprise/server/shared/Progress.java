package io.reprise.server.shared;

import io.reprise.server.recording.ArrivedPiece;
import io.reprise.server.recording.BodyEnd;
import io.reprise.server.request.ErrorAnswers.Retry;
import io.reprise.server.request.ResponseHead;
import java.util.List;
import java.util.Optional;

/** What a client that has received some pieces can be sent now. */
public sealed interface Progress {
    /** Nothing has arrived yet. */
    record Waiting() implements Progress {}

    /**
     * There is no answer, or no more of it.
     *
     * @param status of the error that says so
     * @param retry whether asking again may help
     */
    record Failed(int status, String reason, Retry retry) implements Progress {}

    /** Nobody is asked for this answer after all: its clients are to ask again, as if they had just come. */
    record Withdrawn() implements Progress {}

    /** Pieces that the client lacks are no longer remembered. */
    record Lost() implements Progress {}

    /** @param end empty while more may come, or is there already */
    record Arrived(ResponseHead head, List<ArrivedPiece> next, Optional<BodyEnd> end) implements Progress {}
}

package io.reprise.core.stream;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Framer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Server-sent events (WHATWG HTML, 9.2.5): a chunk is everything up to and including a blank line, also if that is only
 * comments, or only the blank line. docs/framing.md says why, and to which chunk the LF of a divided CRLF goes.
 */
final class SseFramer implements Framer {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final PendingBytes chunk = new PendingBytes();
    /** How many bytes of a byte order mark the stream has begun with, or -1 once that no longer matters. */
    private int marked;

    private boolean isLineEmpty = true;
    /** Whether the byte before was a CR that ended a line with text, so that an LF belongs to the same line end. */
    private boolean isAfterCr;
    /** Whether the latest line end was a CR alone, so that no LF is expected after the next CR either. */
    private boolean isCrAlone;
    /** Whether a blank line has ended with CR and its LF is expected in this chunk. */
    private boolean isLfDue;

    @Override
    public List<Bytes> feed(Bytes piece) {
        List<Bytes> chunks = new ArrayList<>();
        int start = 0;
        for (int i = inLine(piece, 0); i < piece.size(); i = inLine(piece, i + 1)) {
            byte next = piece.at(i);
            if (isLfDue) {
                isLfDue = false;
                isCrAlone = next != '\n';
                int end = isCrAlone ? i : i + 1;
                chunks.add(chunk.complete(piece, start, end));
                start = end;
                if (!isCrAlone) {
                    continue;
                }
            }
            if (isEndOfChunk(next)) {
                chunks.add(chunk.complete(piece, start, i + 1));
                start = i + 1;
            }
        }
        chunk.add(piece, start, piece.size());
        return chunks;
    }

    /** The next byte that matters: within a line, only its end does. */
    private int inLine(Bytes piece, int from) {
        return isLineEmpty || isAfterCr || isLfDue || marked >= 0 ? from : piece.indexOfLineEnd(from);
    }

    private boolean isEndOfChunk(byte next) {
        if (next == '\n') {
            boolean isBlank = isLineEmpty && !isAfterCr;
            endLine(false, false);
            return isBlank;
        }
        if (next == '\r') {
            boolean isBlank = isLineEmpty;
            isLfDue = isBlank && !isCrAlone;
            endLine(!isBlank, true);
            return isBlank && !isLfDue;
        }
        isAfterCr = false;
        isLineEmpty = marked >= 0 && endsByteOrderMark(next);
        return false;
    }

    private void endLine(boolean isWithCr, boolean isAlone) {
        isLineEmpty = true;
        isAfterCr = isWithCr;
        isCrAlone = isAlone;
        marked = -1;
    }

    private boolean endsByteOrderMark(byte next) {
        marked = next == BYTE_ORDER_MARK[marked] ? marked + 1 : -1;
        if (marked == BYTE_ORDER_MARK.length) {
            marked = -1;
            return true;
        }
        return false;
    }

    @Override
    public Optional<Bytes> rest() {
        endLine(false, false);
        isLfDue = false;
        marked = 0;
        return chunk.rest();
    }
}

package io.reprise.core.recording;

import io.reprise.core.exchange.Response;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ParsedResponse;
import java.util.List;

/** Whether a large answer, whose chunks are not in memory, is an earlier one again: by its bytes, since what it says would take too much memory. */
final class EqualChunks {
    /** So many chunks stand for all, where all are equal. */
    private static final int FEW = 16;

    private EqualChunks() {}

    static boolean has(Response now, Response before, ApiFamily family) {
        int count = now.chunks().size();
        if (count != before.chunks().size() || now.format() != before.format()) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (!now.chunks().get(i).bytes().equals(before.chunks().get(i).bytes())) {
                return false;
            }
        }
        return family.saysTheSame(beginning(before), beginning(now));
    }

    private static ParsedResponse beginning(Response response) {
        int count = Math.min(FEW, response.chunks().size());
        return new ParsedResponse(
                response.withChunks(List.copyOf(response.chunks().subList(0, count))));
    }
}

package io.reprise.core.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Response;
import java.util.List;

/** Streams that end before their time, although the connection ended properly. */
public final class EarlyEnds {
    private EarlyEnds() {}

    /** Asserts that each beginning of the stream is cut, and the whole of it complete. */
    public static void areCut(ApiFamily family, Response stream) {
        areCut(family, stream, stream.chunks().size());
    }

    /** @param enough how many chunks make the answer complete */
    public static void areCut(ApiFamily family, Response stream, int enough) {
        for (int count = 0; count <= stream.chunks().size(); count++) {
            List<Chunk> first = stream.chunks().subList(0, count);
            ParsedResponse beginning = new ParsedResponse(
                    new Response(stream.status(), stream.headers(), stream.format(), first, Ending.COMPLETE));

            assertThat(family.ending(beginning))
                    .as("%s of %s chunks", count, stream.chunks().size())
                    .isEqualTo(count < enough ? Ending.CUT : Ending.COMPLETE);
        }
    }
}

package io.reprise.server;

import io.reprise.server.ScriptedUpstream.Connection;
import java.io.IOException;

/**
 * Something that an upstream does wrong, and what a client sees of it.
 *
 * @param name a sentence of which the upstream is the subject, with hyphens
 * @param log a part of the line in the log
 */
record UpstreamFault(String name, Script script, Sees sees, String log) {
    /** What the upstream does, while it answers with a body of some shape. */
    interface Script {
        void serve(Connection connection, BodyShape shape) throws IOException, InterruptedException;
    }

    /** What a client sees. */
    sealed interface Sees {
        /** An error from Reprise in the place of an answer. */
        record Refusal(int status, boolean shouldRetry) implements Sees {}

        /** All of the body, and a proper end. It is kept. */
        record Whole() implements Sees {}

        /** So many pieces of the body, and then the end of the connection. Nothing is kept. */
        record Cut(int pieces) implements Sees {}

        /**
         * All of the body. If it has an end mark, and is recorded, a proper end, and it is kept. Else the end of the connection, and nothing is
         * kept.
         */
        record WholeIfMarked() implements Sees {}

        /** All of the body, and the end of the connection. It is kept if it has an end mark. */
        record CutThoughMarked() implements Sees {}

        /** So many pieces, and a proper end, since HTTP says so. It is kept where nothing else tells that more should come. */
        record ProperlyEnded(int pieces) implements Sees {}
    }

    static final Sees TRY_AGAIN = new Sees.Refusal(502, true);
    static final Sees NO_USE = new Sees.Refusal(502, false);
    static final Sees WHOLE = new Sees.Whole();
    static final Sees WHOLE_IF_MARKED = new Sees.WholeIfMarked();

    static UpstreamFault fault(String name, Sees sees, String log, Script script) {
        return new UpstreamFault(name, script, sees, log);
    }

    static Sees cut(int pieces) {
        return new Sees.Cut(pieces);
    }

    @Override
    public String toString() {
        return name;
    }
}

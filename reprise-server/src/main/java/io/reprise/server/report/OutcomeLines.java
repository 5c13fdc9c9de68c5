package io.reprise.server.report;

import io.reprise.core.key.Key;
import io.reprise.core.key.Question;
import io.reprise.core.redact.CredentialMask;
import io.reprise.server.outcome.Outcome;
import io.reprise.server.outcome.Outcome.RequestSummary;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The lines of outcomes, without credentials. What is replayed again and again is searched once: a line of a replay says nothing but
 * what was asked. Used by one thread.
 */
final class OutcomeLines {
    /** So many questions are remembered. */
    private static final int SIZE = 1 << 12;

    /** A request whose words have no credential. */
    private record Clean(Key key, String method, String path, Optional<String> model) {
        private boolean is(Key other, RequestSummary request) {
            return key.equals(other)
                    && path.equals(request.path())
                    && method.equals(request.method())
                    && model.equals(request.model());
        }
    }

    private final CredentialMask mask;
    private final @Nullable Clean[] clean = new @Nullable Clean[SIZE];
    private long version;

    OutcomeLines(CredentialMask mask) {
        this.mask = mask;
    }

    String of(Outcome outcome) {
        Optional<Key> replayed =
                outcome.saysRequestOnly() ? outcome.request().question().map(Question::key) : Optional.empty();
        return replayed.isPresent() ? ofReplay(replayed.get(), outcome) : outcome.line(mask::of);
    }

    private String ofReplay(Key key, Outcome outcome) {
        if (version != mask.version()) {
            version = mask.version();
            Arrays.fill(clean, null);
        }
        int place = key.hashCode() & SIZE - 1;
        Clean known = clean[place];
        String plain = outcome.line(UnaryOperator.identity());
        if (known != null && known.is(key, outcome.request())) {
            return plain;
        }
        String line = outcome.line(mask::of);
        if (line.equals(plain)) {
            RequestSummary request = outcome.request();
            clean[place] = new Clean(key, request.method(), request.path(), request.model());
        }
        return line;
    }
}

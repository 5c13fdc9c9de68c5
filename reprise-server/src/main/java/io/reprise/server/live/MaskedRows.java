package io.reprise.server.live;

import io.reprise.core.filter.Filter;
import io.reprise.core.redact.CredentialMask;
import io.reprise.server.report.RequestRing.Answered;
import io.reprise.server.report.RequestRing.Asked;
import io.reprise.server.report.RequestRing.Row;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rows without credentials, of which some are selected. Remembers what it has masked, since rows say the same again and again. Used by one thread at a time. */
final class MaskedRows {
    private static final int MOST_REMEMBERED = 1_000;

    private final Filter filter;
    private final CredentialMask mask;
    private final Map<String, String> masked = new HashMap<>();
    private long version;

    MaskedRows(Filter filter, CredentialMask mask) {
        this.filter = filter;
        this.mask = mask;
    }

    /** Those that the filter selects. */
    List<Row> of(List<Row> rows) {
        if (version != mask.version() || masked.size() > MOST_REMEMBERED) {
            version = mask.version();
            masked.clear();
        }
        Instant now = Instant.now();
        return rows.stream()
                .map(this::masked)
                .filter(row -> filter.isAll() || filter.accepts(new RowFacts(row), now))
                .toList();
    }

    private Row masked(Row row) {
        Asked asked = row.asked();
        Answered answered = row.answered();
        return new Row(
                row.seq(),
                row.at(),
                new Asked(
                        masked(asked.method()),
                        masked(asked.path()),
                        masked(asked.model()),
                        masked(asked.title()),
                        masked(asked.test()),
                        asked.key(),
                        asked.family(),
                        masked(asked.upstream())),
                new Answered(
                        answered.verb(),
                        answered.status(),
                        answered.chunks(),
                        answered.nanos(),
                        masked(answered.fault()),
                        masked(answered.note())),
                masked(row.location()),
                row.miss());
    }

    private String masked(String text) {
        return text.isEmpty() ? text : masked.computeIfAbsent(text, mask::of);
    }
}

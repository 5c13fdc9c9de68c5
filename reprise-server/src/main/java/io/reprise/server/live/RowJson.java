package io.reprise.server.live;

import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.key.Key;
import io.reprise.server.report.OutcomeJson;
import io.reprise.server.report.RequestRing.Answered;
import io.reprise.server.report.RequestRing.Asked;
import io.reprise.server.report.RequestRing.Row;
import java.time.Instant;
import java.util.List;

/** Rows in JSON. */
final class RowJson {
    /** Of each text, in characters. */
    private static final int LONGEST = 300;

    private RowJson() {}

    static List<Json> of(List<Row> rows) {
        return rows.stream().map(RowJson::of).toList();
    }

    private static Json of(Row row) {
        Asked asked = row.asked();
        Answered answered = row.answered();
        return new JsonObjectBuilder()
                .with("seq", row.seq())
                .with("at", Instant.ofEpochMilli(row.at()).toString())
                .with("outcome", answered.verb().label())
                .with("method", cut(asked.method()))
                .with("path", cut(asked.path()))
                .withOrNull("model", cut(asked.model()))
                .withOrNull("title", cut(asked.title()))
                .withOrNull("test", asked.test())
                .withOrNull("key", asked.key().map(Key::hex).orElse(""))
                .with("status", OutcomeJson.status(answered.status()))
                .with("chunks", answered.chunks())
                .with("duration_ms", OutcomeJson.milliseconds(answered.nanos()))
                .withOrNull("fault", cut(answered.fault()))
                .withOrNull("note", cut(answered.note()))
                .withOrNull("location", row.location())
                .withOrNull("miss", row.miss())
                .done();
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}

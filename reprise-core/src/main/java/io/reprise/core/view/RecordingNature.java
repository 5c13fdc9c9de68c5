package io.reprise.core.view;

import io.reprise.core.filter.FilterName;
import io.reprise.core.filter.Trait;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.replay.pace.StreamTiming;
import io.reprise.core.store.RecordingFacts;
import io.reprise.core.store.Store;
import java.util.List;
import java.util.Locale;

/**
 * What kind of answer a recording has: what lists say of it beside its summary.
 *
 * @param firstToken the first text came so many milliseconds after the request; -1 if it is not known
 * @param milliseconds from the request to the end of the answer; -1 if it is not known
 */
public record RecordingNature(
        String family,
        boolean isStream,
        boolean isError,
        long firstToken,
        long milliseconds,
        String ending,
        List<String> tools) {
    public RecordingNature {
        tools = List.copyOf(tools);
    }

    public static RecordingNature of(Store.Entry entry, RecordingFacts facts) {
        return new RecordingNature(
                facts.values(FilterName.FAMILY).get(0),
                facts.is(Trait.STREAM),
                facts.is(Trait.ERROR),
                facts.exchange()
                        .map(exchange -> StreamTiming.firstToken(exchange).orElse(-1))
                        .orElse(-1L),
                facts.milliseconds().orElse(-1),
                entry.recording().exchange().response().ending().name().toLowerCase(Locale.ROOT),
                facts.values(FilterName.TOOL));
    }

    private static Json number(long milliseconds) {
        return milliseconds < 0 ? Json.NULL : new Json.JsonNumber("" + milliseconds);
    }

    /** The summary of the same recording, with all this. */
    public Json addedTo(Json summary) {
        JsonObjectBuilder members = new JsonObjectBuilder();
        summary.members().forEach(member -> members.with(member.name(), member.value()));
        return addTo(members)
                .with("tools", tools.stream().map(Json.JsonString::new).toList())
                .done();
    }

    /** All but the tools. */
    JsonObjectBuilder addTo(JsonObjectBuilder members) {
        return members.with("family", family)
                .with("stream", isStream)
                .with("first_token_ms", number(firstToken))
                .with("duration_ms", number(milliseconds))
                .with("ending", ending);
    }
}

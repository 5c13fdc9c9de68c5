package io.reprise.core.family.generic;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamilyContract;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.known.ApiFamilies;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenericHttpTest extends ApiFamilyContract {

    @Override
    protected ApiFamily family() {
        return ApiFamilies.of(Request.get("/"));
    }

    @Override
    protected List<Example> examples() {
        return List.of(
                new Example(
                        post("/v3/rank", "{'model':'r','query':'which is red'}"),
                        "r",
                        "which is red",
                        whole("{'id':'a','usage':{'input_tokens':3,'output_tokens':0}}"),
                        said("a", 3, 0)),
                new Example(
                        Request.get("/documents/annual%20report.pdf"),
                        "",
                        "annual report.pdf",
                        whole("{}"),
                        Said.NOTHING),
                new Example(Request.get("/items/6f1ed002ab5595859014ebf0951522d9"), "", "", whole("{}"), Said.NOTHING),
                new Example(
                        post("/v1/speak", "{'input':'hello'}"),
                        "",
                        "hello",
                        events("{'index':0,'text':'A'}", "{'index':0,'text':'B'}"),
                        new Said("AB", java.util.Optional.empty())));
    }

    /** Nothing is known of what ends a stream. */
    @Override
    protected int notNeeded(Example example) {
        return example.response().chunks().size();
    }

    @Override
    protected List<Request> foreign() {
        return List.of(post("/v1/chat/completions", "{}"), post("/v1/completions", "{}"), Request.get("/v1/models"));
    }

    @Override
    protected List<Failing> failing() {
        return List.of(
                new Failing(events("{'text':'a'}", "{'error':{'code':429}}"), 429),
                new Failing(events("{'text':'a'}", "{'type':'error','error':{'type':'overloaded_error'}}"), 529));
    }

    @Test
    void takesAStreamForCutWhoseLastJsonIs() {
        List<Chunk> chunks = new ArrayList<>(events("{'text':'a'}").chunks());
        chunks.add(Chunk.of(0, "data: {\"text\":"));
        ParsedResponse cut = new ParsedResponse(events().withChunks(chunks));

        assertThat(family().ending(cut)).isEqualTo(Ending.CUT);
        assertThat(family().ending(new ParsedResponse(events("{'text':'a'}", "bye"))))
                .isEqualTo(Ending.COMPLETE);
    }

    @Test
    void takesErrorsThatAStreamTellsOfForItsContent() {
        ParsedResponse told = new ParsedResponse(events("{'error':{'code':429}}", "{'text':'a'}"));

        assertThat(family().status(told)).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "authorization,  Bearer secret,      '',",
        "authorization,  bearer  secret,     '',",
        "authorization,  Basic dXNlcjpzZWNyZXQ=, '',",
        "x-api-key,      secret,             '',",
        "api-key,        secret,             '',",
        "x-goog-api-key, secret,             '',",
        "x-other,        none,               a=1&key=secret&b=2",
        "x-other,        none,               k%65y=se%63ret",
    })
    void findsAndTakesOutAKeyWhereverAClientSendsIt(String name, String value, String query) {
        String members = query == null ? "" : query;
        Headers headers = Headers.of("accept", "*/*", name, value);

        assertThat(ApiFamilies.keyPlaces())
                .anyMatch(place -> place.isIn(headers, members, "secret"::equals))
                .noneMatch(place -> place.isIn(headers, members, "other"::equals));
        assertThat(ApiFamilies.keyPlaces().stream()
                        .map(place -> place.without(headers, "secret"::equals)
                                        .fields()
                                        .size()
                                + place.without(members, "secret"::equals).length())
                        .min(Integer::compare)
                        .orElseThrow())
                .isLessThan(headers.fields().size() + members.length());
    }

    @Test
    void isNotTroubledByBrokenCredentials() {
        for (String value : List.of("", "Basic", "Basic !", "Basic YQ==", "Bearer", "Bearer ")) {
            Headers headers = Headers.of("authorization", value);

            assertThat(ApiFamilies.keyPlaces()).noneMatch(place -> place.isIn(headers, "key&=&key=", "secret"::equals));
        }
    }
}

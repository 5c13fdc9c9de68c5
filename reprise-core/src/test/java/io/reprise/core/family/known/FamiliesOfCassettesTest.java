package io.reprise.core.family.known;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.Cassettes;
import io.reprise.core.Corpora;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.view.Leaves;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What families make of real exchanges. */
@Tag(Corpora.TAG)
class FamiliesOfCassettesTest {
    /** Hosts of model APIs. */
    private static final Pattern MODEL_API = Pattern.compile(
            ".*(openai|anthropic|openrouter|groq|cerebras|deepseek|huggingface|x\\.ai|z\\.ai|bedrock|aiplatform|generativelanguage|mcp\\.).*");

    /** Lines of results, and other streams without an end of their own. */
    private static final List<String> WITHOUT_MARK = List.of("http", "anthropic-batches");

    @Test
    void knowTheRequestsOfAllModelApis() {
        Map<String, Integer> counts = new TreeMap<>();
        List<String> unknown = new ArrayList<>();
        for (Cassettes.Recorded each : recorded()) {
            String name = ApiFamilies.of(each.request()).name();
            counts.merge(name, 1, Integer::sum);
            if (name.equals("http") && MODEL_API.matcher(each.host()).matches()) {
                unknown.add(each.request().method() + " " + each.host()
                        + each.request().path());
            }
        }
        Corpora.tried(counts.values().stream().mapToInt(Integer::intValue).sum(), "families: " + counts);
        assertThat(unknown).isEmpty();
    }

    @Test
    void showAllThatIsSaid() {
        int tried = 0;
        List<String> lost = new ArrayList<>();
        for (Cassettes.Recorded each : recorded()) {
            ParsedRequest request = ApiFamilies.parse(each.request());
            tried++;
            for (String leaf : Leaves.lost(request, each.exchange())) {
                lost.add(request.family().name() + " " + leaf);
            }
        }
        Corpora.tried(tried, "exchanges of which each string and number is in the view");
        assertThat(lost).isEmpty();
    }

    @Test
    void takeCompleteAnswersForComplete() {
        for (Cassettes.Recorded each : recorded()) {
            ParsedRequest request = ApiFamilies.parse(each.request());

            assertThat(request.family().ending(request, new ParsedResponse(each.response())))
                    .as("%s %s", each.host(), each.request().path())
                    .isEqualTo(Ending.COMPLETE);
        }
    }

    @Test
    void takeNoStreamForCompleteWhileSomethingIsStillToBeSaid() {
        int tried = 0;
        for (Cassettes.Recorded each : recorded()) {
            ParsedRequest request = ApiFamilies.parse(each.request());
            Response response = each.response();
            boolean hasMark = response.isStream()
                    && response.status() < 400
                    && !WITHOUT_MARK.contains(request.family().name());
            if (hasMark) {
                tried++;
                Response early = early(request, response);

                assertThat(said(request.family(), early))
                        .as(
                                "%s %s, %s of %s chunks",
                                each.host(),
                                each.request().path(),
                                early.chunks().size(),
                                response.chunks().size())
                        .isEqualTo(said(request.family(), response));
            }
        }
        Corpora.tried(tried, "streams cut after each chunk");
        assertThat(tried).isPositive();
    }

    /** The shortest beginning that counts as complete if it ends cleanly. */
    private static Response early(ParsedRequest request, Response response) {
        for (int i = 0; i < response.chunks().size(); i++) {
            Response cut = response.withChunks(response.chunks().subList(0, i));
            if (request.family().ending(request, new ParsedResponse(cut)) == Ending.COMPLETE) {
                return cut;
            }
        }
        return response;
    }

    private static String said(ApiFamily family, Response response) {
        return family.texts(new ParsedResponse(response)).stream()
                .map(channel -> channel.channel() + "=" + channel.joined())
                .collect(Collectors.joining("\n"));
    }

    private static List<Cassettes.Recorded> recorded() {
        return Cassettes.read().files().stream()
                .flatMap(file -> file.exchanges().stream())
                .toList();
    }
}

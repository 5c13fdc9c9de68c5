package io.reprise.core.recording;

import io.reprise.core.exchange.Response;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Volatility;
import io.reprise.core.json.Json;
import io.reprise.core.key.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a later answer to a question says what an earlier one of the same run has said. Within a run, things keep their ids, so that
 * a list with another item in the place of one is another list.
 */
final class Repetition {
    /** What HEAD tells of the content that GET would have. */
    private static final List<String> OF_CONTENT =
            List.of("content-length", "content-range", "etag", "last-modified", "location");

    private final Question question;
    private final ApiFamily family;

    Repetition(Question question) {
        this.question = question;
        this.family = question.parsed().family();
    }

    boolean is(Response before, Response now) {
        ParsedResponse one = new ParsedResponse(before);
        ParsedResponse other = new ParsedResponse(now);
        return family.saysTheSame(one, other)
                && items(one).equals(items(other))
                && (!question.request().method().equals("HEAD")
                        || ofContent(before).equals(ofContent(now)));
    }

    private static List<Optional<String>> ofContent(Response response) {
        return OF_CONTENT.stream().map(name -> response.headers().first(name)).toList();
    }

    /** The ids of the items of lists, in their order. */
    private List<Json> items(ParsedResponse parsed) {
        List<Json> ids = new ArrayList<>();
        if (parsed.response().chunks().size() == 1) {
            parsed.payloads(0).forEach(payload -> payload.ifPresent(json -> addItems(json, ids)));
        }
        return ids;
    }

    private void addItems(Json json, List<Json> ids) {
        addIds(json, "[]", ids);
        json.members().forEach(member -> addIds(member.value(), "." + member.name() + "[]", ids));
    }

    private void addIds(Json list, String path, List<Json> ids) {
        if (list instanceof Json.JsonArray array) {
            array.items().stream()
                    .flatMap(item -> item.members().stream())
                    .filter(member -> !member.name().contains("request"))
                    .filter(member -> family.volatility(path, member.name(), member.value())
                            .filter(Volatility.ID::equals)
                            .isPresent())
                    .forEach(member -> ids.add(member.value()));
        }
    }
}

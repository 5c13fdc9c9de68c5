package io.reprise.formats.llmposter;

import io.reprise.core.exchange.TestId;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.formats.Found;
import io.reprise.formats.Loss;
import io.reprise.formats.NotImportedException;
import io.reprise.formats.RecordedAnswer;
import io.reprise.formats.RecordedCall;
import io.reprise.formats.RecordedExchange;
import io.reprise.formats.Said;
import io.reprise.formats.Stubs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A fixture.
 *
 * @param number in its file, from 1; part of ids
 */
record Fixture(Json json, int number) {
    /** Members that say which requests it answers, as far as a request can be made of them. */
    private static final Set<String> MATCHED = Set.of("user_message", "model");

    /** Beside these, a fixture does what no recording can say. */
    private static final Set<String> KNOWN =
            Set.of("match", "provider", "priority", "response", "error", "streaming", "failure");

    private static final String TEMPLATE = "{{";
    private static final Loss NO_REQUEST = new Loss(
            "match",
            "a fixture has no request; the recordings answer the shortest that fit (docs/importing-har.md), and rules in"
                    + " reprise.yaml leave out what others have");
    private static final Loss NOT_KEPT = new Loss("streaming, failure", "--pace and faults do that");

    /**
     * The recordings: of each API that it serves, a whole answer and a stream.
     *
     * @param answered the requests that have an answer; gets those of this fixture
     * @throws NotImportedException if it has none that can be made
     */
    List<Found> found(String origin, Set<String> answered) {
        requireKnown();
        String asked = text("user_message");
        if (asked.isEmpty()) {
            throw new NotImportedException("it answers any message, and a recording answers one request");
        }
        List<Found> found = new ArrayList<>();
        for (LlmposterApi api : apis()) {
            String model = text("model").isEmpty() ? api.usualModel() : text("model");
            for (boolean isStream : new boolean[] {false, true}) {
                RecordedCall call = RecordedCall.json(api.path(), api.request(model, asked, isStream));
                if (answered.add(Stubs.key(call))) {
                    RecordedAnswer answer = answer(api, call, model, asked, isStream);
                    found.add(
                            new RecordedExchange(call, answer, Optional.empty()).found(origin, TestId.NONE, losses()));
                }
            }
        }
        if (found.isEmpty()) {
            throw new NotImportedException("another fixture answers the same request before it");
        }
        return found;
    }

    private void requireKnown() {
        Stream.concat(
                        json.members().stream().filter(member -> !KNOWN.contains(member.name())),
                        match().members().stream().filter(member -> !MATCHED.contains(member.name())))
                .findFirst()
                .ifPresent(member -> {
                    throw new NotImportedException("it has '" + member.name() + "', from which no recording is known");
                });
        if (json.write(Layout.COMPACT).contains(TEMPLATE)) {
            throw new NotImportedException("its answer is a template");
        }
    }

    private Json match() {
        return json.get("match").orElse(Json.NULL);
    }

    /** A text of the match; empty if it has none. */
    private String text(String name) {
        Optional<Json> value = match().get(name).filter(any -> !any.equals(Json.NULL));
        if (value.filter(any -> any.string().isEmpty()).isPresent()) {
            throw new NotImportedException("'" + name + "' of its match is a regular expression");
        }
        return value.flatMap(Json::string).orElse("");
    }

    private List<LlmposterApi> apis() {
        String provider = json.text("provider");
        boolean isOfAll = provider.isEmpty();
        boolean isOfClaude = text("model").contains("claude");
        boolean isOfOthers = !isOfClaude && !text("model").isEmpty();
        if (!isOfAll && !provider.equals("openai") && !provider.equals("anthropic")) {
            throw new NotImportedException("its provider is '" + provider
                    + "'; fixtures of chat completions and of Anthropic's messages are imported");
        }
        List<LlmposterApi> apis = new ArrayList<>();
        if (provider.equals("openai") || isOfAll && !isOfClaude) {
            apis.add(new ChatCompletionsApi());
        }
        if (provider.equals("anthropic") || isOfAll && !isOfOthers) {
            apis.add(new MessagesApi());
        }
        return apis;
    }

    private List<Loss> losses() {
        boolean isSlow =
                json.get("streaming").isPresent() || json.get("failure").isPresent();
        return isSlow ? List.of(NO_REQUEST, NOT_KEPT) : List.of(NO_REQUEST);
    }

    private RecordedAnswer answer(LlmposterApi api, RecordedCall call, String model, String asked, boolean isStream) {
        Optional<Json> error = json.get("error");
        if (error.isPresent()) {
            int status = Stubs.number(error.get(), "status", 0);
            return RecordedAnswer.json(
                    status,
                    ApiFamilies.parse(call.request())
                            .family()
                            .error(status, "llmposter", error.get().text("message")));
        }
        Json response = json.get("response").orElse(Json.NULL);
        boolean isChat = response.get("content").isPresent()
                || response.get("tool_calls").isPresent();
        if (!isChat) {
            throw new NotImportedException("its response has neither content nor tool calls");
        }
        String reason =
                response.text("stop_reason").isEmpty() ? response.text("finish_reason") : response.text("stop_reason");
        LlmposterApi.Reply reply = new LlmposterApi.Reply(number, model, asked, said(response, api), reason);
        int size = Math.max(
                1, Stubs.number(json.get("streaming").orElse(Json.NULL), "chunk_size", LlmposterApi.CHUNK_SIZE));
        return isStream ? api.stream(reply, size) : api.whole(reply);
    }

    private static Said said(Json response, LlmposterApi api) {
        List<Said.ToolCall> calls = new ArrayList<>();
        for (Json call : response.list("tool_calls")) {
            calls.add(new Said.ToolCall(
                    api.callId(calls.size() + 1),
                    call.text("name"),
                    call.get("arguments").orElse(Json.NULL).write(Layout.COMPACT)));
        }
        return new Said(response.get("content").flatMap(Json::string), "", calls);
    }
}

package io.reprise.core.store.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.explain.Miss;
import io.reprise.core.explain.MissExplainer;
import io.reprise.core.explain.RequestIndex;
import io.reprise.core.family.ParsedExchange;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.json.Json;
import io.reprise.core.key.KeyRule;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.redact.Redaction;
import io.reprise.core.replay.pace.Occasion;
import io.reprise.core.replay.pace.Pace;
import io.reprise.core.replay.pace.Timeline;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import io.reprise.core.store.directory.name.Slug;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing parses the body of a request that has been parsed already: here the bytes of the body are rubbish, and only the
 * value that is known of them is not. Whatever looked at the bytes again would come to another result.
 */
class ParsedOnceTest {
    private static final String JOKE =
            "{\"model\":\"llama3.2:1b\",\"messages\":[{\"role\":\"user\",\"content\":\"tell me a joke\"}],\"run\":1}";
    private static final KeyRules RULES = KeyRules.of(List.of(KeyRule.parse("leave out $.run")));
    private static final TestId TEST = new TestId("one");

    private static ParsedRequest known(String body) {
        Request rubbish = Request.post("/v1/chat/completions", "rubbish");
        return ApiFamilies.parse(rubbish, Json.parse(body));
    }

    private static Question question(String body) {
        return RULES.question(known(body), TEST);
    }

    private static Question parsed(String body) {
        return RULES.question(Request.post("/v1/chat/completions", body), TEST);
    }

    @Test
    void takesKeyModelAndTitleFromTheKnownValue() {
        Question question = question(JOKE);

        assertThat(question).isEqualTo(parsed(JOKE));
        assertThat(question.withoutTest()).isEqualTo(RULES.question(parsed(JOKE).parsed(), TestId.NONE));
        assertThat(question.parsed().model()).contains("llama3.2:1b");
        assertThat(question.parsed().title()).isEqualTo("tell me a joke");
        assertThat(RULES.applied(question.parsed())).isEqualTo(RULES.rules());
        assertThat(Slug.of(question.parsed())).isEqualTo("openai-chat-llama3.2-1b-tell-me-a-joke");
    }

    @Test
    void keepsARecordingWithTheKnownValue(@TempDir Path directory) {
        DirectoryStore store = new DirectoryStore(directory, RULES);
        Question question = question(JOKE);
        Response response = Response.whole(200, "application/json", Bytes.utf8("{}"));

        store.append(question, "", new Exchange(question.request(), response));

        Store.Entry entry = store.find(question).entries().get(0);
        assertThat(entry.question()).isEqualTo(question);
        assertThat(entry.recording().exchange().request().body()).isEqualTo(Bytes.utf8(JOKE));
    }

    @Test
    void explainsAMissWithTheKnownValues() {
        RequestIndex index = new RequestIndex();
        index.add("joke.json", question(JOKE));
        MissExplainer explainer = new MissExplainer(
                index, RULES, location -> Optional.of(new Entry(JOKE)), "", Redaction.DEFAULT.words());

        Miss miss = explainer.explain(question(JOKE.replace("joke", "story")), Miss.Reason.NOT_RECORDED);

        assertThat(miss.line())
                .isEqualTo("nearest joke.json differs in messages[0].content: \"tell me a [-joke-]{+story+}\"");
        assertThat(miss.asked().model()).contains("llama3.2:1b");
    }

    @Test
    void countsTheTokensOfThePromptInTheKnownValue() {
        Response response = Response.whole(200, "application/json", Bytes.utf8("{\"choices\":[]}"));
        Pace pace = Pace.parse("ttft=0ms,tps=1000,prefill=1ms");

        assertThat(firstChunk(pace, known(JOKE), response))
                .isEqualTo(firstChunk(pace, parsed(JOKE).parsed(), response))
                .isPositive();
    }

    private static long firstChunk(Pace pace, ParsedRequest request, Response response) {
        Timeline timeline = Timeline.of(ParsedExchange.of(request, response));
        return pace.schedule(timeline, Occasion.ANY).dueNanos(0);
    }

    @Test
    void parsesAgainOnlyWhatWasLetGo() {
        Question question = parsed(JOKE);
        Json value = question.parsed().json().orElseThrow();

        assertThat(question.parsed().json().orElseThrow()).isSameAs(value);
        assertThat(question.parsed()
                        .with(question.request().withBody(question.request().body()))
                        .json()
                        .orElseThrow())
                .isSameAs(value);

        question.release();

        assertThat(question.parsed().json().orElseThrow()).isNotSameAs(value).isEqualTo(value);
        assertThat(question.canonical()).isEqualTo(parsed(JOKE).canonical());
        assertThat(question.parsed().title()).isEqualTo("tell me a joke");
    }

    private record Entry(String body) implements Store.Entry {
        @Override
        public String location() {
            return "joke.json";
        }

        @Override
        public Question question() {
            return ParsedOnceTest.question(body);
        }

        @Override
        public Recording recording() {
            return new Recording(TEST, "", 1, new Exchange(question().request(), Response.whole(200, "", Bytes.EMPTY)));
        }
    }
}

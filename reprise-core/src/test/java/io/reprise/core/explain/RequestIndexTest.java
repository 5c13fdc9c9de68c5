package io.reprise.core.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.Corpora;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.explain.Miss.Reason;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.QuestionIndex.Coverage;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RequestIndexTest {
    /** One small thing that a person changes between two runs. */
    enum Change {
        WORD {
            @Override
            String apply(String body, Random random) {
                return changedWord(body, random);
            }
        },
        NUMBER {
            @Override
            String apply(String body, Random random) {
                return "{\"temperature\":0." + random.nextInt(1_000) + "," + body.substring(1);
            }
        },
        TOOL {
            @Override
            String apply(String body, Random random) {
                return "{\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f" + random.nextInt(100) + "\"}}],"
                        + body.substring(1);
            }
        },
        MODEL {
            @Override
            String apply(String body, Random random) {
                return body.replaceFirst("\"model\":\"[^\"]*\"", "\"model\":\"other-" + random.nextInt(100) + "\"");
            }
        },
        MESSAGE {
            @Override
            String apply(String body, Random random) {
                return body.replaceFirst(
                        "\"messages\":\\[", "\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},");
            }
        };

        abstract String apply(String body, Random random);
    }

    @Tag(Corpora.TAG)
    @ParameterizedTest
    @EnumSource(Change.class)
    void findsTheOriginOfARealRequestThatWasChangedALittle(Change change) throws IOException {
        Map<String, Question> recorded = realQuestions();
        RequestIndex index = new RequestIndex();
        recorded.forEach(index::add);
        MissExplainer explainer = new MissExplainer(
                index,
                KeyRules.NONE,
                location -> Optional.of(new Entry(location, recorded.get(location))),
                "",
                Redaction.DEFAULT.words());
        Random random = new Random(11);
        int found = 0;
        int all = 0;
        List<String> lost = new ArrayList<>();
        for (Map.Entry<String, Question> origin : recorded.entrySet()) {
            if (random.nextInt(4) != 0) {
                continue;
            }
            Request request = origin.getValue().request();
            String body = request.body().toString();
            String changed = change.apply(body, random);
            if (changed.equals(body)) {
                continue;
            }
            Question asked = KeyRules.NONE.question(
                    Request.post(request.path(), changed), origin.getValue().test());
            all++;
            Nearest nearest =
                    explainer.explain(asked, Reason.NOT_RECORDED).nearest().orElseThrow();
            if (nearest.location().equals(origin.getKey())) {
                found++;
            } else {
                lost.add(origin.getKey() + " " + nearest);
            }
        }

        Corpora.tried(all, "a little change (" + change + ") does not hide what a request was made from");
        assertThat(all).isGreaterThan(80);
        assertThat(found).as("seed 11, of %s, lost %s", all, lost).isGreaterThanOrEqualTo(all * 97 / 100);
    }

    private record Entry(String location, Question question) implements Store.Entry {
        @Override
        public Recording recording() {
            Response response = Response.whole(200, "application/json", Bytes.utf8("{}"));
            return new Recording(question.test(), "", 1, new Exchange(question.request(), response));
        }
    }

    private static String changedWord(String body, Random random) {
        int start = body.indexOf("\"content\":\"") + 11;
        int end = body.indexOf('"', start);
        if (start < 11 || end - start < 12) {
            return body;
        }
        int at = body.indexOf(' ', start + random.nextInt(end - start));
        if (at < 0 || at >= end) {
            return body;
        }
        return body.substring(0, at) + " changed" + random.nextInt(1_000) + body.substring(at);
    }

    /** One for each question; whether a recording is found among those of the same question is another matter. */
    private static Map<String, Question> realQuestions() throws IOException {
        Map<String, Question> questions = new LinkedHashMap<>();
        Map<String, String> seen = new LinkedHashMap<>();
        Path corpus = Corpora.llamaStack();
        try (Stream<Path> files = Files.walk(corpus)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                Json json = Json.parse(Files.readString(file));
                Json request = json.get("request").orElse(Json.NULL);
                String path = request.get("endpoint").flatMap(Json::string).orElse("");
                Json body = request.get("body").orElse(Json.NULL);
                if (path.isEmpty() || body.members().isEmpty()) {
                    continue;
                }
                TestId test =
                        new TestId(json.get("test_id").flatMap(Json::string).orElse(""));
                Question question = KeyRules.NONE.question(Request.post(path, body.write(Layout.COMPACT)), test);
                if (seen.putIfAbsent(question.key().hex(), file.toString()) == null) {
                    questions.put(corpus.relativize(file).toString(), question);
                }
            }
        }
        return questions;
    }

    @Test
    void findsTheNearestOfManyShortPrompts() {
        RequestIndex index = new RequestIndex();
        IntStream.range(0, 10_000).forEach(i -> index.add("r" + i, chat("what is " + i + " plus " + i % 7, "")));
        index.add("joke", chat("tell me a joke", ""));

        assertThat(index.nearest(chat("tell me a story", ""), 1)).containsExactly("joke");
        assertThat(index.nearest(chat("what is 4711 plus 5", ""), 16)).contains("r4711");
    }

    @Test
    void doesNotLetALongSystemPromptDrownTheQuestion() {
        RequestIndex index = new RequestIndex();
        String system = IntStream.range(0, 2_000).mapToObj(i -> "rule" + i).reduce("", (a, b) -> a + " " + b);
        List<String> words = List.of("red", "green", "blue", "yellow", "black", "white");
        for (String one : words) {
            for (String other : words) {
                index.add(one + "-" + other, chat("mix " + one + " and " + other, system));
            }
        }

        assertThat(index.nearest(chat("please mix blue and yellow", system), 4)).contains("blue-yellow");
    }

    @Test
    void putsTheSameQuestionOfAnotherTestFirst() {
        RequestIndex index = new RequestIndex();
        index.add("own", KeyRules.NONE.question(chat("tell me a joke!", "").request(), new TestId("one")));
        index.add("other", KeyRules.NONE.question(chat("tell me a joke", "").request(), new TestId("two")));

        assertThat(index.nearest(
                        KeyRules.NONE.question(chat("tell me a joke", "").request(), new TestId("one")), 1))
                .containsExactly("other");
    }

    @Test
    void namesAQuestionWithManyAnswersOnce() {
        RequestIndex index = new RequestIndex();
        IntStream.range(0, 100).forEach(i -> index.add("a" + i, chat("tell me a joke", "")));
        index.add("b", chat("tell me the time", ""));

        assertThat(index.nearest(chat("tell me a story", ""), 3)).hasSize(2).contains("b");
    }

    @Test
    void forgetsAndReplaces() {
        RequestIndex index = new RequestIndex();
        index.add("a", chat("tell me a joke", ""));
        index.add("a", chat("tell me a joke", ""));
        index.add("b", chat("what is the time", ""));
        assertThat(index.coverage()).isEqualTo(new Coverage(2, false));

        index.remove("a");
        index.remove("a");
        index.remove("unknown");
        assertThat(index.nearest(chat("tell me a joke", ""), 5)).containsExactly("b");

        index.add("a", chat("tell me the name of the sun", ""));
        index.complete();
        assertThat(index.coverage()).isEqualTo(new Coverage(2, true));
        assertThat(index.nearest(chat("tell me the name of the moon", ""), 1)).containsExactly("a");
    }

    @Test
    void answersWhileRecordingsAreAdded() {
        RequestIndex index = new RequestIndex();
        index.add("joke", chat("tell me a joke", ""));
        List<CompletableFuture<Void>> adding = IntStream.range(0, 4)
                .mapToObj(thread -> CompletableFuture.runAsync(() -> IntStream.range(0, 5_000)
                        .forEach(i -> index.add(thread + "/" + i, chat("number " + i + " of " + thread, "")))))
                .toList();

        while (adding.stream().anyMatch(future -> !future.isDone())) {
            assertThat(index.nearest(chat("tell me a story", ""), 1)).containsExactly("joke");
        }

        adding.forEach(CompletableFuture::join);
        assertThat(index.coverage().recordings()).isEqualTo(20_001);
    }

    @Test
    void takesBodiesThatAreNoChat() {
        RequestIndex index = new RequestIndex();
        List<String> bodies = List.of(
                "",
                "rubbish text",
                "[1,2,3]",
                "7",
                "{}",
                "{\"messages\":7}",
                "{\"input\":[[1],[2]]}",
                "[".repeat(100_000) + "]".repeat(100_000));
        for (int i = 0; i < bodies.size(); i++) {
            index.add("b" + i, KeyRules.NONE.question(Request.post("/x", bodies.get(i)), TestId.NONE));
        }

        for (int i = 0; i < bodies.size(); i++) {
            Question again = KeyRules.NONE.question(Request.post("/x", bodies.get(i)), new TestId("t"));
            assertThat(index.nearest(again, 1)).containsExactly("b" + i);
        }
    }

    private static Question chat(String content, String system) {
        String first = system.isEmpty() ? "" : "{\"role\":\"system\",\"content\":\"" + system + "\"},";
        return KeyRules.NONE.question(
                Request.post(
                        "/v1/chat/completions",
                        "{\"model\":\"m\",\"messages\":[" + first + "{\"role\":\"user\",\"content\":\"" + content
                                + "\"}]}"),
                TestId.NONE);
    }
}

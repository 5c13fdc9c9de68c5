package io.reprise.core.explain.difference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRule;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.redact.Redaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DifferencesTest {
    private static final String JOKE = "{'model':'llama3.2:1b','messages':[{'role':'system','content':'be brief'},"
            + "{'role':'user','content':'tell me a joke'}],'temperature':0.7}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "joke           | story          | messages[1].content: \"tell me a [-joke-]{+story+}\"",
                "0.7            | 0.8            | temperature: 0.7 → 0.8",
                "0.7            | \"0.7\"          | temperature: 0.7 (number) → \"0.7\" (text)",
                "0.7            | 1e-7           | temperature: 0.7 → 0.0000001",
                "0.7            | null           | temperature: 0.7 (number) → null (null)",
                "1b             | 3b             | model: \"llama3.2:1b\" → \"llama3.2:3b\"",
                "0.7            | 0.7,'top_p':1  | top_p: only in the request (1)",
                "a joke         | a  joke        | messages[1].content: \"tell me a[-·-]{+··+}joke\"",
                "a joke         | a joke\\n      | messages[1].content: \"tell me a joke{+⏎+}\"",
                "a joke         | a\\tjoke       | messages[1].content: \"tell me a[-·-]{+⇥+}joke\"",
                "a joke         | a joke\u200b   | messages[1].content: \"tell me a joke{+<U+200B>+}\"",
                "a joke         | a joké         | messages[1].content: \"tell me a [-joke-]{+joké+}\"",
                "'role':'user'  | 'role':'tool'  | messages[1].role: \"user\" → \"tool\"",
            })
    void saysInOneLineWhatDiffers(String recorded, String asked, String difference) {
        String changed = JOKE.replace(recorded, asked);

        assertThat(between(JOKE, changed)).containsExactly(difference);
    }

    @Test
    void saysWhichSideHasAMember() {
        String streamed = "{'model':'m','stream':true}";

        assertThat(between(streamed, "{'model':'m'}")).containsExactly("stream: only in the recording (true)");
        assertThat(between("{'model':'m'}", streamed)).containsExactly("stream: only in the request (true)");
        assertThat(Differences.betweenRecordings(
                        question(streamed), question("{'model':'m'}"), Redaction.DEFAULT.words()))
                .extracting(Difference::toString)
                .containsExactly("stream: only in a (true)");
    }

    @Test
    void showsLettersThatLookTheSame() {
        assertThat(between("{'prompt':'caf\u00e9 x'}", "{'prompt':'cafe\u0301 x'}"))
                .containsExactly("prompt: \"[-caf<U+00E9>-]{+cafe<U+0301>+} x\"");
    }

    @Test
    void saysWhichMessagesCameAndWent() {
        String more = JOKE.replace(
                "'user','content':'tell me a joke'}",
                "'user','content':'tell me a joke'},{'role':'assistant','content':'Knock knock.'}");

        assertThat(between(JOKE, more))
                .containsExactly("messages[2] (assistant, \"Knock knock.\"): only in the request");
        assertThat(between(more, JOKE))
                .containsExactly("messages[2] (assistant, \"Knock knock.\"): only in the recording");
    }

    @Test
    void pairsTheMessagesThatBelongTogetherWhereOneWasAdded() {
        assertThat(between(
                        "{'messages':[{'role':'user','content':'what is the capital of France'}]}",
                        "{'messages':[{'role':'system','content':'be brief'},"
                                + "{'role':'user','content':'what is the capital of Spain'}]}"))
                .containsExactly(
                        "messages[0] (system, \"be brief\"): only in the request",
                        "messages[1].content: \"what is the capital of [-France-]{+Spain+}\"");
    }

    @Test
    void saysThatAMessageWasMoved() {
        assertThat(between(
                        "{'messages':[{'role':'user','content':'one'},{'role':'user','content':'two'},"
                                + "{'role':'user','content':'three'}]}",
                        "{'messages':[{'role':'user','content':'three'},{'role':'user','content':'one'},"
                                + "{'role':'user','content':'two'}]}"))
                .containsExactly("messages[0] (user, \"three\"): moved here");
    }

    @Test
    void saysWhichToolsCameWentAndChanged() {
        String weather = "{'type':'function','function':{'name':'get_weather','parameters':{'properties':"
                + "{'city':{'type':'string'}},'required':['city']}}}";
        String time = "{'type':'function','function':{'name':'get_time'}}";
        String tools = "{'tools':[" + weather + "]}";

        assertThat(between("{}", tools)).containsExactly("tool get_weather: only in the request");
        assertThat(between(tools, "{}")).containsExactly("tool get_weather: only in the recording");
        assertThat(between(tools, "{'tools':[" + time + "," + weather + "]}"))
                .containsExactly("tool get_time: only in the request");
        assertThat(between(tools, "{'tools':[" + time + "]}"))
                .containsExactly("tool get_time: only in the request", "tool get_weather: only in the recording");
        assertThat(between(tools, tools.replace("'string'", "'integer'")))
                .containsExactly("tool get_weather: parameters.properties.city.type: \"string\" → \"integer\"");
        assertThat(between("{'tools':[" + time + "," + weather + "]}", "{'tools':[" + weather + "," + time + "]}"))
                .containsExactly("tools: in another order: get_time, get_weather → get_weather, get_time");
    }

    /** Where the beginnings and the ends of both are the same. */
    @Test
    void showsWhatDiffersInTheMiddleOfLongValues() {
        String long1 = "a".repeat(70) + "b" + "c".repeat(70);
        String long2 = "a".repeat(70) + "d" + "c".repeat(70);
        String members = "k=1&".repeat(30);
        String digits = "1".repeat(30);
        String names = "{'tools':[%s]}";
        String other = "{'type':'function','function':{'name':'" + "n".repeat(50) + "%d'}}";

        List<String> all = new ArrayList<>(words(Request.get("/v1/files/" + long1), Request.get("/v1/files/" + long2)));
        all.addAll(words(
                new Request("GET", "/v1/files", members + "x=1&" + members, Headers.NONE, Bytes.EMPTY),
                new Request("GET", "/v1/files", members + "x=2&" + members, Headers.NONE, Bytes.EMPTY)));
        all.addAll(between("{'n':" + digits + "2" + digits + "}", "{'n':" + digits + "3" + digits + "}"));
        all.addAll(between("{'file_id':'" + long1 + "'}", "{'file_id':'" + long2 + "'}"));
        all.addAll(between(
                names.formatted(other.formatted(1) + "," + other.formatted(2) + "," + other.formatted(3) + ","
                        + other.formatted(4)),
                names.formatted(other.formatted(1) + "," + other.formatted(3) + "," + other.formatted(2) + ","
                        + other.formatted(4))));

        assertThat(all).hasSize(5).allSatisfy(line -> {
            String shown = line.substring(line.lastIndexOf(": ") + 2);
            if (shown.contains(" → ")) {
                assertThat(shown.split(" → ")).doesNotHaveDuplicates();
            }
        });
        assertThat(all.get(0)).contains("abc").contains("adc").hasSizeLessThan(230);
    }

    @Test
    void namesWhatIsNotTheBody() {
        Request recorded = Request.post("/v1/completions", "{}");

        assertThat(words(recorded, new Request("GET", "/v1/models", "a=1", Headers.NONE, Bytes.EMPTY)))
                .containsExactly(
                        "method: POST → GET",
                        "path: /v1/completions → /v1/models",
                        "query: none → ?a=1",
                        "body: JSON → empty");
        assertThat(words(recorded, Request.post("/v1/completions", "{'a")))
                .containsExactly("body: JSON → not valid JSON");
        assertThat(words(Request.post("/x", "{ one two"), Request.post("/x", "{ one three")))
                .containsExactly("body (not valid JSON): \"{ one [-two-]{+three+}\"");
        assertThat(words(
                        recorded.withBody(Bytes.owning(new byte[] {1, -1, 3})),
                        recorded.withBody(Bytes.owning(new byte[] {1, -1, 4, 5}))))
                .containsExactly("body (not text): 3 bytes → 4 bytes, the same up to byte 2");
    }

    @Test
    void showsTheRangesOfAFile() {
        assertThat(words(part("bytes=0-99"), part("Bytes=100-199")))
                .containsExactly("range: bytes=0-99 → bytes=100-199");
        assertThat(words(part(""), part("bytes=0-99"))).containsExactly("range: none → bytes=0-99");
        assertThat(words(part("bytes=0-99"), part(""))).containsExactly("range: bytes=0-99 → none");
        assertThat(words(part("bytes=0-99"), part("bytes=0-099"))).isEmpty();
    }

    private static Request part(String range) {
        return new Request("GET", "/v1/files/a/content", "", Headers.of("range", range), Bytes.EMPTY);
    }

    @Test
    void showsTheTextOfThePartsOfAMultipartBody() {
        assertThat(words(form("one two three", "b1"), form("one 2 three", "b2")))
                .containsExactly("part \"file\": \"one [-two-]{+2+} three\"");
        assertThat(words(form("a\u0000", "b1"), form("a\u0000b", "b2")))
                .singleElement(STRING)
                .startsWith("part \"file\": ");
        assertThat(words(form("same", "b1"), withoutFile("b2")))
                .containsExactly("part \"file\": only in the recording");
        assertThat(words(withoutFile("b1"), form("same", "b2"))).containsExactly("part \"file\": only in the request");
    }

    private static Request withoutFile(String boundary) {
        String body = "--" + boundary + "\r\ncontent-disposition: form-data; name=\"model\"\r\n\r\nwhisper\r\n--"
                + boundary + "--\r\n";
        Headers headers = Headers.of("content-type", "multipart/form-data; boundary=" + boundary);
        return new Request("POST", "/v1/audio/transcriptions", "", headers, Bytes.utf8(body));
    }

    private static Request form(String file, String boundary) {
        String body =
                "--" + boundary + "\r\ncontent-disposition: form-data; name=\"model\"\r\n\r\nwhisper\r\n--" + boundary
                        + "\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\n" + file
                        + "\r\n--" + boundary
                        + "--\r\n";
        Headers headers = Headers.of("content-type", "multipart/form-data; boundary=" + boundary);
        return new Request("POST", "/v1/audio/transcriptions", "", headers, Bytes.utf8(body));
    }

    @Test
    void doesNotNameWhatRulesForgive() {
        KeyRules rules = KeyRules.of(List.of(KeyRule.parse("leave out $.metadata.id")));
        Request recorded = Request.post("/x", "{\"metadata\":{\"id\":1},\"a\":1.0}");
        Request asked = Request.post("/x", "{\"a\": 1,\"metadata\":{\"id\":2}}");

        assertThat(Differences.between(
                        rules.question(recorded, TestId.NONE),
                        rules.question(asked, TestId.NONE),
                        Redaction.DEFAULT.words()))
                .isEmpty();
    }

    @Test
    void findsOneWordInAVeryLongText() {
        Random random = new Random(7);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append("word").append(random.nextInt(1_000)).append(i % 12 == 11 ? ".\n" : " ");
        }
        String asked = text.toString().replaceFirst("word", "Word");
        int middle = asked.indexOf(' ', asked.length() / 2);
        asked = asked.substring(0, middle) + " inserted" + asked.substring(middle);

        String shown = TextDifference.of(text.toString(), asked);

        assertThat(shown)
                .startsWith("\"[-word")
                .contains("{+Word")
                .contains("{+ inserted+}")
                .hasSizeLessThan(300);
    }

    @Test
    void showsTheMiddleOfALongWord() {
        String recorded = "data:image/png;base64," + "iVBORw0KGgo".repeat(1_000) + "AAA" + "xyz".repeat(1_000);

        assertThat(TextDifference.of(recorded, recorded.replace("AAA", "BBBB")))
                .contains("[-AAA-]{+BBBB+}")
                .hasSizeLessThan(200);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void isShortAndSaysSomethingWhateverTwoTextsAre(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            String one = rubbish(random);
            String other = rubbish(random);

            String shown = TextDifference.of(one, other);

            assertThat(shown)
                    .as("seed " + seed + ", round " + round)
                    .hasSizeLessThan(2_500)
                    .doesNotContain("\n");
            assertThat(shown.contains("[-") || shown.contains("{+")).isEqualTo(!one.equals(other));
        }
    }

    private static String rubbish(Random random) {
        StringBuilder text = new StringBuilder();
        String[] words = {
            "a", "b", " ", "\n", "𝒳", "\ud835", "語", ".", "é", "long-word", "\u0301", "\t", "\udcb3", "   "
        };
        int length = random.nextInt(random.nextBoolean() ? 10 : 3_000);
        for (int i = 0; i < length; i++) {
            text.append(words[random.nextInt(words.length)]);
        }
        return text.toString();
    }

    @Test
    void isBoundedForHostileBodies() {
        String deep = "[".repeat(50_000) + "1" + "]".repeat(50_000);
        StringBuilder wide = new StringBuilder("{\"a0\":0");
        StringBuilder list = new StringBuilder("[0");
        for (int i = 1; i < 50_000; i++) {
            wide.append(",\"a").append(i).append("\":").append(i);
            list.append(',').append(i * 7 % 1_000);
        }

        assertThat(between(deep, deep.replace('1', '2'))).hasSize(1);
        assertThat(between("{}", wide + "}")).hasSizeLessThan(50);
        assertThat(between(list + "]", list.reverse().toString().replace(']', '[') + "]"))
                .isNotEmpty();
        assertThat(between("{'messages':" + list.reverse() + "]}", "{'messages':[]}"))
                .hasSizeLessThan(50);
    }

    @Test
    void noticesMembersThatAreThereSeveralTimes() {
        assertThat(between("{'a':1,'a':2}", "{'a':3,'a':2}"))
                .containsExactly("a: occurs several times, with different values");
    }

    private static Question question(String body) {
        return KeyRules.NONE.question(Request.post("/v1/chat/completions", body.replace('\'', '"')), TestId.NONE);
    }

    private static List<String> between(String recorded, String asked) {
        return words(
                Request.post("/v1/chat/completions", recorded.replace('\'', '"')),
                Request.post("/v1/chat/completions", asked.replace('\'', '"')));
    }

    private static List<String> words(Request recorded, Request asked) {
        return Differences.between(
                        KeyRules.NONE.question(recorded, TestId.NONE),
                        KeyRules.NONE.question(asked, TestId.NONE),
                        Redaction.DEFAULT.words())
                .stream()
                .map(Difference::toString)
                .toList();
    }
}

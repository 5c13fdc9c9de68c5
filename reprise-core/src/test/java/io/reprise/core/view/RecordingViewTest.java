package io.reprise.core.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.price.PriceTable;
import io.reprise.core.stream.StreamFormats;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RecordingViewTest {
    private static final String ASKED = """
            {"model":"m","temperature":0.5,"tools":[{"type":"function","function":{"name":"get_time","description":"Tells it.",
            "parameters":{"type":"object"}}}],"messages":[{"role":"system","content":"Be brief.","cache_control":{"type":"ephemeral"}},
            {"role":"user","name":"ann","content":[{"type":"text","text":"Look"},{"type":"image_url","image_url":{"url":
            "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="}}]}]}
            """;

    private static Response stream(String... data) {
        List<Chunk> chunks = new ArrayList<>();
        for (String each : data) {
            chunks.add(Chunk.of(100 + 20L * chunks.size(), "data: " + each + "\n\n"));
        }
        return new Response(
                200, Headers.of("content-type", "text/event-stream"), StreamFormats.SSE, chunks, Ending.COMPLETE);
    }

    private static final Response ANSWERED = stream(
            "{\"choices\":[{\"index\":1,\"delta\":{\"role\":\"assistant\",\"content\":\"It is \"}}]}",
            "{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"tool_calls\":[{\"index\":0,\"id\":\"call_7\","
                    + "\"type\":\"function\",\"function\":{\"name\":\"get_time\",\"arguments\":\"{\\\"a\"}}]}}]}",
            "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"\\\":1}\"}}]},"
                    + "\"finish_reason\":\"tool_calls\"}]}",
            "{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"noon.\"},\"logprobs\":{\"content\":[{\"token\":\"noon.\","
                    + "\"logprob\":-0.25}]},\"finish_reason\":\"stop\"}],\"odd\":{\"deep\":[\"unheard of\"]}}",
            "[DONE]");

    private static RecordingView view(String asked, Response answered) {
        return new RecordingView(KeptEntry.of(Request.post("/v1/chat/completions", asked), answered), text -> text);
    }

    private static String compact(Json json) {
        return json.write(Layout.COMPACT);
    }

    @Test
    void hasEachMessageWithItsParts() {
        Json messages = view(ASKED, ANSWERED).messages(0, 100);

        assertThat(messages.list("messages").stream()
                        .map(message -> message.text("side") + " " + message.text("role") + " "
                                + message.get("choice")
                                        .map(RecordingViewTest::compact)
                                        .orElse("") + " "
                                + message.text("finish_reason") + " "
                                + message.list("parts").stream()
                                        .map(part -> part.text("kind"))
                                        .collect(Collectors.joining(","))))
                .containsExactly(
                        "asked system null  text",
                        "asked user null  text,media",
                        "asked other null  tools,other,other",
                        "answered assistant 0 tool_calls tool_call",
                        "answered assistant 1 stop text",
                        "answered other null  other,other");
        assertThat(compact(messages)).contains("\"total\":6,\"parts\":10,\"shown\":10");
    }

    @Test
    void joinsCallsAndNamesWhatItDoesNotKnow() {
        String messages = compact(view(ASKED, ANSWERED).messages(0, 100));

        assertThat(messages)
                .contains(
                        "\"kind\":\"tool_call\",\"id\":\"call_7\",\"name\":\"get_time\",\"arguments\":\"{\\\"a\\\":1}\",\"total\":7,\"is_json\":true")
                .contains("\"kind\":\"other\",\"where\":\"temperature\",\"json\":0.5")
                .contains("\"where\":\"messages[0].cache_control\",\"json\":{\"type\":\"ephemeral\"}")
                .contains("\"where\":\"odd\",\"json\":{\"deep\":[\"unheard of\"]}")
                .contains("\"media_type\":\"image/png\",\"bytes\":70,\"is_here\":true,\"url\":null,\"show\":\"image\"")
                .contains("\"name\":\"ann\"");
    }

    @Test
    void tellsWhenAStreamCame() {
        Json chunks = view(ASKED, ANSWERED).chunks(1, 2);

        assertThat(compact(chunks))
                .isEqualTo(
                        "{\"chunks\":[{\"index\":1,\"at_ms\":120,\"bytes\":"
                                + ANSWERED.chunks().get(1).bytes().size()
                                + ",\"kind\":\"tool\",\"text\":\"get_time{\\\"a\"},"
                                + "{\"index\":2,\"at_ms\":140,\"bytes\":"
                                + ANSWERED.chunks().get(2).bytes().size()
                                + ",\"kind\":\"tool\",\"text\":\"\\\":1}\"}],\"total\":5,"
                                + "\"timing\":{\"first_chunk_ms\":100,\"first_token_ms\":100,\"last_chunk_ms\":180,\"chunks\":5,"
                                + "\"gap_p50_ms\":20,\"gap_p95_ms\":20,\"gap_max_ms\":20,\"tokens_per_second\":50.0,\"tokens_are\":\"chunks\"}}");
    }

    @Test
    void givesALongTextPieceByPiece() {
        String text = "ab😀".repeat(10_000);
        RecordingView view = view("{\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}", ANSWERED);

        Json part = view.messages(0, 1).list("messages").get(0).list("parts").get(0);
        assertThat(part.text("text")).hasSizeBetween(7_999, 8_000);
        assertThat(compact(part)).contains("\"total\":40000");
        StringBuilder all = new StringBuilder();
        while (all.length() < text.length()) {
            String piece = view.part(0, all.length(), 999).orElseThrow().text("text");
            assertThat(piece).isNotEmpty();
            all.append(piece);
        }
        assertThat(all.toString()).isEqualTo(text);
        assertThat(view.part(99, 0, 10)).isEmpty();
    }

    @Test
    void givesTheBeginningOfLongJsonAsATextThatGoesOn() {
        String json = "{\"deep\":{\"words\":\"" + "b c ".repeat(3_000) + "\"}}";
        RecordingView view =
                view("{\"messages\":[],\"odd\":" + json + ",\"even\":\"" + "x y ".repeat(100) + "\"}", ANSWERED);

        List<Json> parts = view.messages(0, 1).list("messages").get(0).list("parts");
        Json odd = parts.stream()
                .filter(part -> part.text("where").equals("odd"))
                .findFirst()
                .orElseThrow();

        String whole = Json.parse(json).write(Layout.INDENTED);
        assertThat(odd.get("json")).isEmpty();
        assertThat(odd.text("text")).isEqualTo(whole.substring(0, PartJson.LONGEST));
        assertThat(odd.get("total")).contains(new Json.JsonNumber(String.valueOf(whole.length())));
        assertThat(view.part(parts.indexOf(odd), PartJson.LONGEST, whole.length())
                        .orElseThrow()
                        .text("text"))
                .isEqualTo(whole.substring(PartJson.LONGEST));
        assertThat(compact(parts.get(1 - parts.indexOf(odd)))).doesNotContain("\"text\"", "\"total\"");
    }

    @Test
    void saysThatADescriptionOrASchemaIsCut() {
        String words = "many words ".repeat(1_000);
        String tool = "{\"type\":\"function\",\"function\":{\"name\":\"save\",\"description\":\"" + words
                + "\",\"parameters\":{\"type\":\"object\"}}}";

        Json shown = view("{\"messages\":[],\"tools\":[" + tool + "]}", ANSWERED)
                .messages(0, 1)
                .list("messages")
                .get(0)
                .list("parts")
                .get(0)
                .list("tools")
                .get(0);

        assertThat(shown.text("description")).isEqualTo(words.substring(0, 1_000) + "…");
        assertThat(shown.text("schema"))
                .isEqualTo(Json.parse(tool).write(Layout.INDENTED).substring(0, PartJson.LONGEST) + "…");
    }

    @Test
    void countsTheCharactersThatAreLeftOfAMaskedText() {
        Request request = Request.post(
                "/v1/chat/completions", "{\"messages\":[{\"role\":\"user\",\"content\":\"my secret is a secret\"}]}");
        RecordingView view = new RecordingView(KeptEntry.of(request, ANSWERED), text -> text.replace("secret", "*"));

        Json part = view.messages(0, 1).list("messages").get(0).list("parts").get(0);

        assertThat(compact(part)).contains("\"text\":\"my * is a *\",\"total\":11");
    }

    @Test
    void answersWithAPageOfManyMessages() {
        String many = Stream.generate(() -> "{\"role\":\"user\",\"content\":\"" + "x".repeat(7_000) + "\"}")
                .limit(500)
                .collect(Collectors.joining(","));
        RecordingView view = view("{\"messages\":[" + many + "]}", ANSWERED);

        Json first = view.messages(0, 1_000);
        assertThat(first.list("messages")).hasSizeBetween(10, 40);
        assertThat(compact(first)).contains("\"total\":503");
        assertThat(compact(view.toJson(PriceTable.EMPTY)).length()).isLessThan(4_096);
    }

    @Test
    void showsHeadsOfBothSides() {
        Json shown = view(ASKED, ANSWERED).toJson(PriceTable.EMPTY);

        assertThat(compact(shown))
                .contains(
                        "\"request\":{\"method\":\"POST\",\"path\":\"/v1/chat/completions\",\"query\":null,"
                                + "\"headers\":[[\"content-type\",\"application/json\"]],\"content_type\":\"application/json\",\"bytes\":")
                .contains(
                        "\"response\":{\"status\":200,",
                        "\"ending\":\"complete\"",
                        "\"choices\":2",
                        "\"tools\":[\"get_time\"]");
    }

    @Test
    void survivesWhatIsDeep() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);

        RecordingView view = view(
                "{\"messages\":" + deep + ",\"odd\":" + deep + "}",
                Response.whole(200, "application/json", Bytes.utf8("{\"odd\":" + deep + "}")));

        assertThat(view.messages(0, 10).list("messages")).isNotEmpty();
    }

    @Test
    void sniffsWhatMayBeDrawn() {
        assertThat(SafeMediaType.of(Bytes.utf8("<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>")))
                .isEmpty();
        assertThat(SafeMediaType.of(Bytes.utf8("%PDF-1.7 and more bytes"))).isEmpty();
        byte[] bomb = new byte[33];
        System.arraycopy(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10}, 0, bomb, 0, 8);
        bomb[17] = 0x10;
        bomb[21] = 0x10;
        assertThat(SafeMediaType.of(Bytes.owning(bomb))).isEmpty();
        assertThat(SafeMediaType.of(Bytes.utf8("RIFF....WAVEfmt ")).map(SafeMediaType::type))
                .contains("audio/wav");
    }
}

package io.reprise.core.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.exchange.SocketMessage.Sender;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.json.Json;
import io.reprise.core.key.KeyRules;
import io.reprise.core.redact.Redaction;
import io.reprise.core.socket.Conversations;
import io.reprise.core.socket.SocketReplay;
import io.reprise.core.store.Store;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConversationMissTest {
    private final MissExplainer explainer = new MissExplainer(
            new RequestIndex(),
            KeyRules.NONE,
            location -> Optional.empty(),
            "reprise serve --mode record-if-missing --upstream https://api.openai.com/v1",
            Redaction.DEFAULT.words());

    private static String ask(String words) {
        return "{\"type\":\"response.create\",\"response\":{\"instructions\":\"" + words + "\"}}";
    }

    private Miss miss(Conversations recorded, String sent) {
        Store.Entry entry = recorded.entry("talk.json", 1);
        SocketReplay replay = new SocketReplay(List.of(entry), KeyRules.NONE);
        assertThat(replay.received(SocketMessage.text(0, Sender.CLIENT, sent))).isFalse();
        return explainer.explain(entry.question(), replay.departure().orElseThrow());
    }

    @Test
    void saysWhichMessageDiffersInWhat() {
        Miss miss = miss(Conversations.realtime().client(ask("Say hello.")), ask("Say goodbye."));

        assertThat(miss.message())
                .isEqualTo(
                        "no recorded WebSocket conversation continues with this message: GET /v1/realtime model=gpt-realtime test=- key="
                                + miss.asked().key().brief()
                                + "\nthe nearest is talk.json; the differences are marked as [-recording-] and {+request+}:\n"
                                + "  message 1 (response.create): response.instructions: \"Say [-hello-]{+goodbye+}.\"\n"
                                + "to record it again, run the whole test with a server in the mode record, or with the header"
                                + " 'X-Reprise-Mode: record':\n"
                                + "  reprise serve --mode record --upstream https://api.openai.com/v1",
                        Redaction.DEFAULT.words());
        assertThat(miss.toJson().text("reason")).isEqualTo("other-message");
    }

    @Test
    void namesToolsAndSettingsAndRulesThatWouldFit() {
        String session =
                "{\"type\":\"session.update\",\"session\":{\"voice\":\"alloy\",\"tools\":[{\"type\":\"function\","
                        + "\"name\":\"get_weather\"}]}}";
        String setup =
                "{\"setup\":{\"model\":\"models/live\",\"tools\":[{\"functionDeclarations\":[{\"name\":\"get_weather\"}]}]}}";

        Miss voice = miss(Conversations.realtime().client(session), session.replace("alloy", "marin"));
        Miss tool = miss(Conversations.realtime().client(session), session.replace("get_weather", "get_time"));
        Miss declared = miss(Conversations.live().client(setup), setup.replace("get_weather", "get_time"));

        assertThat(voice.line()).endsWith("message 1 (session.update): session.voice: \"alloy\" → \"marin\"");
        assertThat(voice.remedy().rules()).extracting(Object::toString).containsExactly("leave out $.session.voice");
        assertThat(tool.line())
                .endsWith("message 1 (session.update): tool get_time: only in the request;"
                        + " message 1 (session.update): tool get_weather: only in the recording");
        assertThat(declared.line())
                .endsWith(
                        "message 1 (setup): tool get_time: only in the request; message 1 (setup): tool get_weather: only in the recording");
    }

    @Test
    void tellsTheClientInTheWordsOfItsApi() {
        Miss miss =
                miss(Conversations.realtime().client(ask("Say hello.")), "{\"type\":\"input_audio_buffer.commit\"}");
        Json openAi = Json.parse(SocketErrors.message(
                ApiFamilies.of(Conversations.realtime().exchange().request()), miss));
        Json gemini = Json.parse(SocketErrors.message(
                ApiFamilies.of(Conversations.live().exchange().request()), miss));

        assertThat(openAi.text("type")).isEqualTo("error");
        assertThat(openAi.text("error", "code")).isEqualTo("reprise");
        assertThat(openAi.text("error", "message"))
                .isEqualTo(miss.message())
                .contains("message 1: you sent input_audio_buffer.commit, the recording expects response.create");
        assertThat(gemini.text("error", "message")).isEqualTo(miss.message());
        assertThat(SocketErrors.closeReason(miss))
                .isEqualTo(
                        "miss: message 1: you sent input_audio_buffer.commit, the recording expects response.create");
    }

    @Test
    void givesAReasonThatACloseCanHold() {
        Miss miss = miss(
                Conversations.realtime().client(ask("Sag etwas über Größe.")),
                ask("Sag \uD83D\uDE00 etwas über Straßen und Öfen ".repeat(9)));

        String reason = SocketErrors.closeReason(miss);

        assertThat(reason)
                .startsWith("miss: message 1 (response.create): response.instructions: ")
                .endsWith("…");
        assertThat(reason.getBytes(StandardCharsets.UTF_8).length).isBetween(110, 123);
        for (int length = 0; length < 200; length++) {
            String text = "x".repeat(length) + "\uD83D\uDE00ü".repeat(20);
            byte[] bytes = SocketErrors.closeReason(text).getBytes(StandardCharsets.UTF_8);
            assertThat(bytes.length).isLessThanOrEqualTo(123);
            assertThat(new String(bytes, StandardCharsets.UTF_8)).doesNotContain("?");
        }
    }

    @Test
    void saysThatNothingWasRecorded() {
        Miss miss = explainer.explain(Conversations.realtime().entry("x", 1).question(), Miss.Reason.NOT_RECORDED);

        assertThat(SocketErrors.closeReason(miss)).isEqualTo("miss: no recording answers /v1/realtime");
    }
}

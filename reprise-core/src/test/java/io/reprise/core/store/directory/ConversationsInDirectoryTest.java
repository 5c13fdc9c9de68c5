package io.reprise.core.store.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.SocketMessage.Sender;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.redact.Redaction;
import io.reprise.core.socket.Conversations;
import io.reprise.core.store.RecordingSummary;
import io.reprise.core.store.Store;
import io.reprise.core.store.housekeeping.StoreLint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversationsInDirectoryTest {
    @TempDir
    Path directory = Path.of("");

    private static Exchange realtime(String words) {
        return Conversations.realtime()
                .upstream("{\"type\":\"session.created\"}")
                .client(
                        "{\"type\":\"conversation.item.create\",\"item\":{\"type\":\"message\",\"role\":\"user\",\"content\":"
                                + "[{\"type\":\"input_text\",\"text\":\"" + words + "\"}]}}")
                .upstream("{\"type\":\"response.output_text.delta\",\"item_id\":\"i\",\"delta\":\"Hello\"}")
                .upstream("{\"type\":\"response.output_text.delta\",\"item_id\":\"i\",\"delta\":\" there.\"}")
                .upstream("{\"type\":\"response.done\",\"usage\":{\"input_tokens\":3,\"output_tokens\":4}}")
                .closedBy(Sender.CLIENT, 1000, "")
                .exchange();
    }

    private static Exchange live() {
        return Conversations.live()
                .client("{\"setup\":{\"model\":\"models/gemini-2.5-flash-live\"}}")
                .upstream("{\"setupComplete\":{}}")
                .client(
                        "{\"clientContent\":{\"turns\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Say a greeting.\"}]}]}}")
                .upstream("{\"serverContent\":{\"outputTranscription\":{\"text\":\"Hello\"}}}")
                .upstream("{\"serverContent\":{\"outputTranscription\":{\"text\":\" there.\"}}}")
                .upstream("{\"usageMetadata\":{\"promptTokenCount\":3,\"responseTokenCount\":4}}")
                .exchange();
    }

    private static Exchange unknown() {
        return Conversations.of("/tts/websocket", "")
                .client("{\"context_id\":\"1\",\"transcript\":\"Good morning\"}")
                .upstreamBytes((byte) -1)
                .exchange();
    }

    private Store.Entry append(Store store, Exchange exchange) {
        Question question = KeyRules.NONE.question(exchange.request(), TestId.NONE);
        return store.append(question, "", exchange);
    }

    @Test
    void namesFilesAfterModelAndFirstWordsOfTheUser() {
        try (DirectoryStore store = new DirectoryStore(directory, KeyRules.NONE)) {
            assertThat(append(store, realtime("Say hi")).location())
                    .startsWith("openai-realtime-socket-gpt-realtime-say-hi-")
                    .endsWith(".json");
            assertThat(append(store, realtime("Say bye")).location())
                    .startsWith("openai-realtime-socket-gpt-realtime-say-bye-")
                    .endsWith(".2.json");
            assertThat(append(store, live()).location())
                    .startsWith("gemini-live-gemini-2.5-flash-live-say-a-greeting-");
            assertThat(append(store, unknown()).location()).startsWith("http-good-morning-");

            Question handshake = KeyRules.NONE.question(realtime("").request(), TestId.NONE);
            assertThat(store.find(handshake).entries())
                    .extracting(entry -> entry.recording().exchange())
                    .containsExactly(realtime("Say hi"), realtime("Say bye"));
        }
        List<StoreLint.Finding> findings = new ArrayList<>();
        new StoreLint(directory, KeyRules.NONE, StoreLint.Remedy.REPORT_ONLY, Redaction.DEFAULT).check(findings::add);
        assertThat(findings).isEmpty();
    }

    @Test
    void sumsUpWhatWasSaid() {
        try (DirectoryStore store = new DirectoryStore(directory, KeyRules.NONE)) {
            RecordingSummary talk = RecordingSummary.of(append(store, realtime("Say hi")));
            RecordingSummary live = RecordingSummary.of(append(store, live()));
            RecordingSummary unknown = RecordingSummary.of(append(store, unknown()));

            assertThat(talk.asked())
                    .isEqualTo(new RecordingSummary.Asked("GET", "/v1/realtime", "gpt-realtime", "Say hi"));
            assertThat(talk.answered().status()).isEqualTo(101);
            assertThat(talk.answered().chunks()).isEqualTo(5);
            assertThat(talk.answered().beginning()).isEqualTo("Hello there.");
            assertThat(talk.answered().usage()).isEqualTo(Optional.of(new TokenUsage(3, 4)));
            assertThat(live.asked().model()).isEqualTo("gemini-2.5-flash-live");
            assertThat(live.answered().beginning()).isEqualTo("Hello there.");
            assertThat(live.answered().usage()).isEqualTo(Optional.of(new TokenUsage(3, 4)));
            assertThat(unknown.answered().beginning()).isEqualTo("(binary)");
        }
    }
}

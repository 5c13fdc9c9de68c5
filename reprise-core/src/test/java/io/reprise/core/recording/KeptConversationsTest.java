package io.reprise.core.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.exchange.SocketMessage.Sender;
import io.reprise.core.exchange.TestId;
import io.reprise.core.ids.HandedOutIds;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.plan.Position;
import io.reprise.core.recording.RecordingKeeper.Effect;
import io.reprise.core.recording.RecordingKeeper.Kept;
import io.reprise.core.socket.Conversations;
import io.reprise.core.store.MemoryStore;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeptConversationsTest {
    private final MemoryStore store = new MemoryStore();
    private final RecordingKeeper keeper = new RecordingKeeper(store, new HandedOutIds());

    private Kept keep(Exchange exchange, Position position) {
        Question question = KeyRules.NONE.question(exchange.request(), new TestId("test"));
        return keeper.keep(question, "openai", exchange, position);
    }

    /** Sound of that many pieces, and an answer about an item. */
    private static Exchange conversation(String run, int pieces, String words, int pings) {
        Conversations made = Conversations.realtime()
                .upstream("{\"type\":\"session.created\",\"event_id\":\"event_" + run
                        + "1\",\"session\":{\"id\":\"sess_" + run + "\",\"expires_at\":17" + run.length() + "}}")
                .client("{\"type\":\"session.update\",\"event_id\":\"mine_" + run + "\",\"session\":{}}");
        for (int i = 0; i < pieces; i++) {
            made.client("{\"type\":\"input_audio_buffer.append\",\"audio\":\"AAAA\"}");
        }
        for (int i = 0; i < pings; i++) {
            made.upstream("{\"type\":\"ping\",\"timestamp\":" + i + "}");
        }
        return made.upstream("{\"type\":\"response.output_item.added\",\"item\":{\"id\":\"item_" + run + "\"}}")
                .upstream("{\"type\":\"response.output_text.delta\",\"item_id\":\"item_" + run + "\",\"delta\":\""
                        + words + "\",\"obfuscation\":\"" + run + run + "\"}")
                .closedBy(Sender.CLIENT, 1000, run)
                .exchange();
    }

    private List<String> kept() {
        return store.recordings().get(0).exchange().socket().orElseThrow().messages().stream()
                .map(message -> message.bytes().toString())
                .toList();
    }

    @Test
    void leavesAConversationThatDiffersOnlyInIdsTimesAndTheNumberOfPieces() {
        assertThat(keep(conversation("a", 3, "Hi.", 0), new Position.First()).effect())
                .isEqualTo(Effect.ADDED);

        assertThat(keep(conversation("bb", 7, "Hi.", 2), new Position.First()).effect())
                .isEqualTo(Effect.UNCHANGED);
    }

    @Test
    void replacesAConversationThatSaysSomethingElseAndKeepsItsIds() {
        keep(conversation("a", 3, "Hi.", 0), new Position.First());

        assertThat(keep(conversation("bb", 3, "Hello.", 0), new Position.First())
                        .effect())
                .isEqualTo(Effect.REPLACED);

        assertThat(kept().get(0)).contains("event_a1", "sess_a", "171");
        assertThat(kept().get(1)).contains("mine_a");
        assertThat(kept().get(5)).contains("item_a");
        assertThat(kept().get(6)).contains("Hello.", "\"item_id\":\"item_a\"");
    }

    @Test
    void putsFurtherConversationsAfterTheFirstOfARun() {
        keep(conversation("a", 3, "Hi.", 0), new Position.First());
        keep(conversation("b", 3, "Hi.", 0), new Position.Next());
        assertThat(store.recordings()).hasSize(2);

        keep(conversation("c", 3, "Hi.", 0), new Position.First());

        assertThat(store.recordings()).hasSize(1);
    }

    @Test
    void replacesWhenSoundOrAnEndDiffers() {
        Conversations sound =
                Conversations.realtime().upstream("{\"type\":\"response.output_audio.delta\",\"delta\":\"AAAA\"}");
        Conversations other =
                Conversations.realtime().upstream("{\"type\":\"response.output_audio.delta\",\"delta\":\"BBBB\"}");
        keep(sound.exchange(), new Position.First());

        assertThat(keep(other.exchange(), new Position.First()).effect()).isEqualTo(Effect.REPLACED);
        assertThat(keep(other.closedBy(Sender.UPSTREAM, 1001, "late").exchange(), new Position.First())
                        .effect())
                .isEqualTo(Effect.REPLACED);
    }

    @Test
    void staysOneThatItsClientBrokeOff() {
        Exchange before = conversation("a", 3, "Hi.", 0);
        Exchange now = Conversations.realtime()
                .upstream("{\"type\":\"session.created\",\"session\":{\"id\":\"sess_b\"}}")
                .exchange();
        keep(before, new Position.First());

        keep(now.with(now.response().withEnding(Ending.COMPLETE)), new Position.First());

        assertThat(kept().get(0)).contains("sess_a");
        assertThat(store.recordings().get(0).exchange().response().ending()).isEqualTo(Ending.COMPLETE);
    }

    @Test
    void keepsBytesThatAreNotText() {
        Exchange bytes = Conversations.of("/v1/listen", "")
                .clientBytes((byte) 0, (byte) -1)
                .upstreamBytes((byte) -2, (byte) '\n', (byte) -2)
                .exchange();

        Kept kept = keep(bytes, new Position.First());

        assertThat(kept.entry().recording().exchange()).isEqualTo(bytes);
        assertThat(keep(bytes, new Position.First()).effect()).isEqualTo(Effect.UNCHANGED);
        assertThat(bytes.socket().orElseThrow().messages())
                .extracting(SocketMessage::isBinary)
                .containsOnly(true);
    }
}

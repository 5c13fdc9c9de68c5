package io.reprise.core.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.exchange.SocketMessage.Sender;
import io.reprise.core.key.KeyRule;
import io.reprise.core.key.KeyRules;
import io.reprise.core.store.Store;
import java.util.List;
import org.junit.jupiter.api.Test;

class SocketReplayTest {
    private static final String APPEND = "{\"type\":\"input_audio_buffer.append\",\"audio\":\"AAAA\"}";
    private static final String CREATE = "{\"type\":\"response.create\"}";

    private static SocketReplay replay(Store.Entry... entries) {
        return new SocketReplay(List.of(entries), KeyRules.NONE);
    }

    private static boolean send(SocketReplay replay, String text) {
        return replay.received(SocketMessage.text(0, Sender.CLIENT, text));
    }

    private static List<String> taken(SocketReplay replay) {
        return replay.take().stream()
                .map(due -> due.message().bytes().toString())
                .toList();
    }

    private static String says(String text) {
        return "{\"type\":\"conversation.item.create\",\"item\":{\"type\":\"message\",\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\""
                + text + "\"}]}}";
    }

    private static String difference(SocketReplay replay) {
        return replay.departure().orElseThrow().differences().get(0).toString();
    }

    @Test
    void sendsWhatTheUpstreamSaidBeforeAndAfterTheClientsMessages() {
        SocketReplay replay = replay(Conversations.realtime()
                .upstream("{\"type\":\"session.created\",\"event_id\":\"event_1\"}")
                .client(says("Hi"))
                .client(CREATE)
                .upstream("{\"type\":\"response.done\"}")
                .closedBy(Sender.CLIENT, 1000, "")
                .entry("a.json", 1));

        assertThat(taken(replay)).containsExactly("{\"type\":\"session.created\",\"event_id\":\"event_1\"}");
        assertThat(replay.hasOnlyGreeted()).isTrue();
        assertThat(send(replay, says("Hi"))).isTrue();
        assertThat(taken(replay)).isEmpty();
        assertThat(send(replay, "{\"event_id\":\"mine\", \"type\": \"response.create\"}"))
                .isTrue();
        assertThat(taken(replay)).containsExactly("{\"type\":\"response.done\"}");
        assertThat(replay.hasOnlyGreeted()).isFalse();
        assertThat(replay.closeDue()).isEmpty();
    }

    @Test
    void countsThePaceFromTheClientsMessageBefore() {
        SocketReplay replay = replay(Conversations.realtime()
                .upstream("{\"type\":\"session.created\"}")
                .client(CREATE)
                .upstream("{\"type\":\"response.created\"}")
                .upstream("{\"type\":\"response.done\"}")
                .closedBy(Sender.UPSTREAM, 1001, "too long")
                .entry("a.json", 1));

        assertThat(replay.take()).extracting(SocketReplay.Due::afterMs).containsExactly(10L);
        send(replay, CREATE);
        assertThat(replay.closeDue()).isEmpty();
        assertThat(replay.take()).extracting(SocketReplay.Due::afterMs).containsExactly(10L, 20L);
        SocketReplay.DueClose close = replay.closeDue().orElseThrow();
        assertThat(close.afterMs()).isEqualTo(30);
        assertThat(close.close().orElseThrow().reason()).isEqualTo("too long");
    }

    @Test
    void sendsTheAnswerToSoundOnceTheClientHasSentAsMuchOrIsQuiet() {
        Conversations recorded = Conversations.realtime()
                .client(APPEND)
                .client(APPEND)
                .client(APPEND)
                .upstream("{\"type\":\"input_audio_buffer.speech_started\"}")
                .client(APPEND)
                .upstream("{\"type\":\"response.done\"}");
        SocketReplay fewer = replay(recorded.entry("a.json", 1));
        SocketReplay more = replay(recorded.entry("a.json", 1));

        send(fewer, APPEND);
        assertThat(taken(fewer)).isEmpty();
        assertThat(fewer.isAwaitingQuiet()).isTrue();
        fewer.quiet();
        assertThat(fewer.isAwaitingQuiet()).isFalse();
        assertThat(taken(fewer)).containsExactly("{\"type\":\"input_audio_buffer.speech_started\"}");
        for (int i = 0; i < 9; i++) {
            assertThat(send(more, APPEND)).isTrue();
        }
        assertThat(taken(more))
                .containsExactly("{\"type\":\"input_audio_buffer.speech_started\"}", "{\"type\":\"response.done\"}");
    }

    @Test
    void followsTheRecordingThatFits() {
        Conversations greeted = Conversations.realtime().upstream("{\"type\":\"session.created\",\"event_id\":\"1\"}");
        Store.Entry one =
                greeted.client(says("Hi")).client(CREATE).upstream("{\"n\":1}").entry("1.json", 1);
        Store.Entry two = Conversations.realtime()
                .upstream("{\"type\":\"session.created\",\"event_id\":\"2\"}")
                .client(says("Bye"))
                .client(CREATE)
                .upstream("{\"n\":2}")
                .entry("2.json", 2);
        SocketReplay replay = replay(one, two);

        assertThat(taken(replay)).containsExactly("{\"type\":\"session.created\",\"event_id\":\"1\"}");
        assertThat(send(replay, says("Bye"))).isTrue();
        assertThat(replay.recording().orElseThrow().location()).isEqualTo("2.json");
        assertThat(send(replay, CREATE)).isTrue();
        assertThat(taken(replay)).containsExactly("{\"n\":2}");
    }

    @Test
    void doesNotFollowARecordingWhoseUpstreamSaidSomethingElse() {
        Store.Entry one = Conversations.realtime()
                .client(CREATE)
                .upstream("{\"n\":1}")
                .client(says("Hi"))
                .entry("1.json", 1);
        Store.Entry two = Conversations.realtime()
                .client(CREATE)
                .upstream("{\"n\":2}")
                .client(says("Bye"))
                .entry("2.json", 2);
        SocketReplay replay = replay(one, two);

        send(replay, CREATE);
        taken(replay);

        assertThat(send(replay, says("Bye"))).isFalse();
        assertThat(replay.recording()).isEmpty();
        assertThat(difference(replay))
                .isEqualTo("message 2 (conversation.item.create): item.content[0].text: \"[-Hi-]{+Bye+}\"");
    }

    @Test
    void saysWhatWasExpected() {
        SocketReplay replay = replay(Conversations.realtime().client(says("Hi")).entry("1.json", 1));
        SocketReplay ended = replay(Conversations.realtime().entry("1.json", 1));

        assertThat(send(replay, CREATE)).isFalse();
        assertThat(send(ended, CREATE)).isFalse();

        assertThat(difference(replay))
                .isEqualTo("message 1: you sent response.create, the recording expects conversation.item.create");
        assertThat(difference(ended)).isEqualTo("message 1: you sent response.create, the recording ends before it");
    }

    @Test
    void appliesTheRulesOfTheUser() {
        KeyRules rules = KeyRules.of(List.of(KeyRule.parse("leave out $.context_id")));
        Store.Entry entry = Conversations.of("/tts/websocket", "")
                .client("{\"context_id\":\"a\",\"transcript\":\"Hi\"}")
                .entry("1.json", 1);

        assertThat(new SocketReplay(List.of(entry), rules)
                        .received(SocketMessage.text(0, Sender.CLIENT, "{\"transcript\":\"Hi\",\"context_id\":\"b\"}")))
                .isTrue();
        assertThat(send(replay(entry), "{\"transcript\":\"Hi\",\"context_id\":\"b\"}"))
                .isFalse();
    }
}

package io.reprise.core.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.exchange.SocketMessage.Sender;
import io.reprise.core.key.KeyRule;
import io.reprise.core.key.KeyRules;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.Store;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
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
        return replay.departure()
                .orElseThrow()
                .differences(Redaction.DEFAULT.words())
                .get(0)
                .toString();
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

    @Test
    void followsWhicheverConversationTheClientHas() {
        List<List<String>> conversations =
                List.of(List.of("a", "b", "c"), List.of("x", "b", "c"), List.of("a", "y", "c"), List.of("a", "b", "z"));
        Store.Entry[] entries = conversations.stream()
                .map(words -> Conversations.realtime()
                        .upstream("{\"type\":\"session.created\",\"event_id\":\"event_" + words + "\"}")
                        .client(says(words.get(0)))
                        .upstream("{\"type\":\"conversation.item.added\",\"event_id\":\"event_" + words + "\"}")
                        .client(says(words.get(1)))
                        .upstream("{\"type\":\"conversation.item.added\",\"event_id\":\"event_" + words + "\"}")
                        .client(says(words.get(2)))
                        .upstream("{\"type\":\"response.done\",\"text\":\"" + words + "\"}")
                        .entry(words + ".json", 1 + conversations.indexOf(words)))
                .toArray(Store.Entry[]::new);

        for (List<String> words : conversations) {
            SocketReplay replay = replay(entries);
            assertThat(taken(replay)).hasSize(1);
            for (String word : words) {
                assertThat(send(replay, says(word))).as("%s: %s", words, word).isTrue();
                assertThat(taken(replay)).hasSize(1);
            }
            assertThat(replay.recording().orElseThrow().location()).isEqualTo(words + ".json");
            assertThat(replay.taken()).isEqualTo(4);
        }
    }

    @Test
    void explainsByTheNearestOfSeveral() {
        SocketReplay replay = replay(
                Conversations.realtime()
                        .client(says("the weather in Paris is fine"))
                        .entry("1.json", 1),
                Conversations.realtime()
                        .client(says("the capital of France is Paris"))
                        .entry("2.json", 2));

        assertThat(send(replay, says("the capital of Spain is Madrid"))).isFalse();

        assertThat(replay.departure().orElseThrow().nearest().location()).isEqualTo("2.json");
    }

    @Test
    void waitsForClientsThatSpeakFirst() {
        String setup = "{\"setup\":{\"model\":\"models/gemini-live\",\"sessionResumption\":{\"handle\":\"HANDLE\"}}}";
        SocketReplay replay = replay(Conversations.live()
                .client(setup)
                .upstreamBytes("{\"setupComplete\":{}}".getBytes(StandardCharsets.UTF_8))
                .client("{\"realtimeInput\":{\"audio\":{\"data\":\"AAAA\",\"mimeType\":\"audio/pcm\"}}}")
                .upstream("{\"serverContent\":{\"turnComplete\":true}}")
                .client(
                        "{\"toolResponse\":{\"functionResponses\":[{\"id\":\"1\",\"name\":\"f\",\"response\":{\"ok\":true}}]}}")
                .entry("1.json", 1));

        assertThat(taken(replay)).isEmpty();
        assertThat(send(replay, setup.replace("HANDLE", "other"))).isTrue();
        assertThat(replay.hasOnlyGreeted()).isTrue();
        assertThat(taken(replay)).containsExactly("{\"setupComplete\":{}}");
        assertThat(replay.hasOnlyGreeted()).isTrue();
        assertThat(send(replay, "{\"realtime_input\":{\"media_chunks\":[{\"data\":\"BBBB\"}]}}"))
                .isTrue();
        assertThat(taken(replay)).containsExactly("{\"serverContent\":{\"turnComplete\":true}}");
        assertThat(replay.hasOnlyGreeted()).isFalse();
        assertThat(
                        send(
                                replay,
                                "{\"toolResponse\":{\"functionResponses\":[{\"id\":\"2\",\"name\":\"f\",\"response\":{\"ok\":false}}]}}"))
                .isFalse();
        assertThat(difference(replay))
                .isEqualTo("message 2 (toolResponse): toolResponse.functionResponses[0].response.ok: true → false");
    }

    @Test
    void doesNotCountSignsOfLife() {
        SocketReplay replay = replay(Conversations.of("/v1/speak", "")
                .client("{\"text\":\"Hi\"}")
                .client("{\"type\":\"KeepAlive\"}")
                .upstream("{\"n\":1}")
                .client("{\"type\":\"Flush\"}")
                .entry("1.json", 1));

        assertThat(send(replay, "{\"text\":\"Hi\"}")).isTrue();
        assertThat(taken(replay)).containsExactly("{\"n\":1}");
        assertThat(send(replay, "{\"type\":\"KeepAlive\"}")).isTrue();
        assertThat(send(replay, "{\"type\":\"Flush\"}")).isTrue();
    }

    @Test
    void countsBytesUnlessTheyAreKnownToBeSound() {
        SocketReplay unknown =
                replay(Conversations.of("/echo", "").clientBytes((byte) 1).entry("1.json", 1));
        SocketReplay speech = replay(Conversations.of("/v1/listen", "model=nova-3")
                .clientBytes((byte) 1)
                .upstream("{\"type\":\"Results\"}")
                .entry("1.json", 1));
        SocketMessage other = new SocketMessage(0, Sender.CLIENT, true, Bytes.owning(new byte[] {2}));

        assertThat(unknown.received(other)).isFalse();
        assertThat(difference(unknown)).startsWith("message 1 (binary, 1 byte): ");
        assertThat(speech.received(other)).isTrue();
        assertThat(taken(speech)).containsExactly("{\"type\":\"Results\"}");
    }

    @Test
    void comparesTextsThatAreNotJson() {
        SocketReplay replay = replay(
                Conversations.of("/echo", "").client("hello").client("[1, 2]").entry("1.json", 1));

        assertThat(send(replay, "hello")).isTrue();
        assertThat(send(replay, "[1,2.0]")).isTrue();
        assertThat(send(replay, "bye")).isFalse();
        assertThat(difference(replay)).isEqualTo("message 3: you sent text, the recording ends before it");
    }

    @Test
    void takesSoundThatCameEarlyForWhatWasRecordedLater() {
        SocketReplay replay = replay(Conversations.realtime()
                .client("{\"type\":\"session.update\",\"session\":{}}")
                .client(APPEND)
                .client(APPEND)
                .upstream("{\"type\":\"response.done\"}")
                .entry("1.json", 1));

        assertThat(send(replay, APPEND)).isTrue();
        assertThat(send(replay, "{\"type\":\"session.update\",\"session\":{}}")).isTrue();
        assertThat(replay.isAwaitingQuiet()).isTrue();
        replay.quiet();
        assertThat(taken(replay)).containsExactly("{\"type\":\"response.done\"}");
    }

    @Test
    void breaksOffWhereTheConnectionBroke() {
        SocketReplay replay =
                replay(Conversations.realtime().client(CREATE).upstream("{}").entry("1.json", 1));

        send(replay, CREATE);
        taken(replay);

        assertThat(replay.closeDue()).contains(new SocketReplay.DueClose(Optional.empty(), 10));
    }

    @Test
    void countsSoundOrNoBytesIfARuleSaysSo() {
        KeyRules sound = KeyRules.of(List.of(KeyRule.parse("include sound")));
        KeyRules noBytes = KeyRules.of(List.of(KeyRule.parse("leave out bytes")));
        Store.Entry realtime = Conversations.realtime().client(APPEND).entry("1.json", 1);
        Store.Entry live = Conversations.live()
                .client("{\"realtimeInput\":{\"audio\":{\"data\":\"AAAA\"}}}")
                .entry("1.json", 1);
        Store.Entry echo = Conversations.of("/echo", "")
                .clientBytes((byte) 1)
                .upstream("{}")
                .entry("1.json", 1);

        assertThat(send(new SocketReplay(List.of(realtime), sound), APPEND)).isTrue();
        assertThat(send(new SocketReplay(List.of(realtime), sound), APPEND.replace("AAAA", "BBBB")))
                .isFalse();
        assertThat(send(new SocketReplay(List.of(live), sound), "{\"realtimeInput\":{\"audio\":{\"data\":\"BBBB\"}}}"))
                .isFalse();
        SocketReplay replay = new SocketReplay(List.of(echo), noBytes);
        assertThat(replay.received(new SocketMessage(0, Sender.CLIENT, true, Bytes.owning(new byte[] {2}))))
                .isTrue();
        assertThat(taken(replay)).containsExactly("{}");
    }
}

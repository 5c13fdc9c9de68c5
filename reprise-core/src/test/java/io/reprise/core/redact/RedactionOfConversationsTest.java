package io.reprise.core.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.SocketConversation;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.exchange.SocketMessage.Sender;
import io.reprise.core.json.JsonPath;
import io.reprise.core.key.KeyRule;
import io.reprise.core.redact.Redaction.Outcome;
import io.reprise.core.redact.Redaction.Policy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RedactionOfConversationsTest {
    /** Put together so that no scanner of source code takes this file for a leak. */
    private static final String SECRET = "sk-" + "proj-Zq3fV8mN2xLr7TbK9wPd4HsJ6cYg1AeU5iXo";

    private static final Redaction MASKING = new Redaction(Policy.MASK, List.of(), List.of());
    private static final Request HANDSHAKE = new Request("GET", "/v1/realtime", "model=m", Headers.NONE, Bytes.EMPTY);

    private static SocketMessage upstream(String text) {
        return SocketMessage.text(1, Sender.UPSTREAM, text);
    }

    private static SocketMessage client(String text) {
        return SocketMessage.text(1, Sender.CLIENT, text);
    }

    private static Exchange conversation(Request handshake, SocketMessage... messages) {
        return Exchange.conversation(
                handshake,
                Headers.of("sec-websocket-protocol", "realtime"),
                new SocketConversation(Arrays.asList(messages), Optional.empty()));
    }

    private static Exchange masked(Exchange exchange) {
        return ((Outcome.Clean) MASKING.apply(exchange)).exchange();
    }

    private static List<String> texts(Exchange exchange) {
        return exchange.socket().orElseThrow().messages().stream()
                .map(message -> message.bytes().toString())
                .toList();
    }

    @Test
    void keepsNoKeyOfTheHandshake() {
        Headers headers = Headers.of(
                "sec-websocket-protocol", "realtime, openai-insecure-api-key." + SECRET,
                "authorization", "Bearer " + SECRET,
                "sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");
        Request asked = new Request(
                "GET", "/v1/realtime", "key=" + SECRET + "&model=m&access_token=" + SECRET, headers, Bytes.EMPTY);

        Outcome outcome = Redaction.DEFAULT.apply(conversation(asked));

        Exchange kept = ((Outcome.Clean) outcome).exchange();
        assertThat(kept.request().query()).isEqualTo("model=m");
        assertThat(kept.request().headers()).isEqualTo(Headers.of("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="));
        assertThat(kept.response().headers()).isEqualTo(Headers.of("sec-websocket-protocol", "realtime"));
        assertThatThrownBy(() -> KeyRule.parse("include header Sec-WebSocket-Protocol"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void findsCredentialsInMessagesOfBothSides() {
        Exchange one = conversation(HANDSHAKE, client("{\"type\":\"session.update\",\"key\":\"" + SECRET + "\"}"));
        Exchange other = conversation(HANDSHAKE, upstream("use " + SECRET));

        assertThat(((Outcome.Refused) Redaction.DEFAULT.apply(one)).findings().toString())
                .contains("message of the client")
                .doesNotContain(SECRET);
        assertThat(((Outcome.Refused) Redaction.DEFAULT.apply(other)).findings().toString())
                .contains("message of the upstream");
        assertThat(texts(masked(one))).containsExactly("{\"type\":\"session.update\",\"key\":\"[masked]\"}");
        assertThat(texts(masked(other))).containsExactly("use [masked]");
    }

    @Test
    void findsACredentialInDeltasBetweenOthers() {
        List<SocketMessage> messages = new ArrayList<>();
        String text = "it is " + SECRET + " .";
        for (int i = 0; i < text.length(); i += 4) {
            String piece = text.substring(i, Math.min(text.length(), i + 4));
            messages.add(
                    upstream("{\"type\":\"response.output_audio_transcript.delta\",\"item_id\":\"item_1\",\"delta\":\""
                            + piece + "\"}"));
            messages.add(
                    upstream("{\"type\":\"response.output_audio.delta\",\"item_id\":\"item_1\",\"delta\":\"AAAA\"}"));
        }

        Exchange kept = masked(conversation(HANDSHAKE, messages.toArray(SocketMessage[]::new)));

        String said = String.join("", texts(kept))
                .replaceAll("\\{\"type\":\"response.output_audio.delta\".*?\\}", "")
                .replaceAll("\\{.*?\"delta\":\"|\"\\}", "");
        assertThat(said).isEqualTo("it is [masked] .");
        assertThat(texts(kept)).hasSameSizeAs(messages);
    }

    @Test
    void leavesSoundAsItIs() {
        byte[] sound = new byte[30_000];
        new Random(7).nextBytes(sound);
        // as if by chance
        String base64 = Base64.getUrlEncoder().encodeToString(sound) + "_hf_" + "Q".repeat(3) + SECRET.substring(8, 42);
        SocketMessage text = upstream(
                "{\"type\":\"response.output_audio.delta\",\"delta\":\"hf_" + SECRET.substring(8, 42) + base64 + "\"}");
        SocketMessage bytes = new SocketMessage(1, Sender.CLIENT, true, Bytes.owning(sound));

        assertThat(Redaction.DEFAULT.apply(conversation(HANDSHAKE, text, bytes)))
                .isEqualTo(new Outcome.Clean(conversation(HANDSHAKE, text, bytes), List.of()));
    }

    @Test
    void masksTheMembersThatAreConfigured() {
        Redaction members = new Redaction(Policy.REFUSE, List.of(), List.of(JsonPath.parse("$.session.user")));

        Outcome outcome = members.apply(conversation(
                HANDSHAKE, client("{\"session\":{\"user\":\"Ann\",\"voice\":\"alloy\"}}"), upstream("{}")));

        assertThat(texts(((Outcome.Clean) outcome).exchange()))
                .containsExactly("{\"session\":{\"user\":\"[masked]\",\"voice\":\"alloy\"}}", "{}");
    }
}

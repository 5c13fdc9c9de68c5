package io.reprise.core.replay.fresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.socket.Conversations;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FreshConversationTest {
    /** The client chose the id of its item, and knows the item by it. */
    private static FreshConversation.Renewed renewed(Exchange recorded) {
        return FreshConversation.of(
                recorded,
                ApiFamilies.of(recorded.request()),
                new SplittableRandom(3),
                Instant.ofEpochSecond(1_800_000_000));
    }

    @Test
    void repeatsTheIdsThatTheClientChose() {
        Exchange recorded = Conversations.realtime()
                .upstream("{\"type\":\"session.created\",\"session\":{\"id\":\"sess_8Hd72Kq0\"}}")
                .client(
                        "{\"type\":\"conversation.item.create\",\"item\":{\"id\":\"msg_client_001\",\"type\":\"message\"}}")
                .client("{\"type\":\"conversation.item.create\",\"item\":{\"id\":\"m2\",\"type\":\"message\"}}")
                .upstream("{\"type\":\"conversation.item.created\",\"item\":{\"id\":\"msg_client_001\"}}")
                .upstream(
                        "{\"type\":\"conversation.item.created\",\"previous_item_id\":\"msg_client_001\",\"item\":{\"id\":\"m2\"}}")
                .upstream("{\"type\":\"conversation.item.created\",\"item\":{\"id\":\"item_9Dk3Mx71qZ\"}}")
                .client("{\"type\":\"conversation.item.delete\",\"item_id\":\"item_9Dk3Mx71qZ\"}")
                .client("{\"type\":\"conversation.item.delete\",\"item_id\":\"msg_client_001\"}")
                .client("{\"type\":\"conversation.item.delete\",\"session\":\"sess_8Hd72Kq0\"}")
                .exchange();

        FreshConversation.Renewed renewed = renewed(recorded);

        String item = renewed.ids().get("item_9Dk3Mx71qZ");
        String session = renewed.ids().get("sess_8Hd72Kq0");
        assertThat(item).startsWith("item_").isNotEqualTo("item_9Dk3Mx71qZ");
        assertThat(session).startsWith("sess_").isNotEqualTo("sess_8Hd72Kq0");
        assertThat(renewed.exchange().socket().orElseThrow().messages())
                .extracting(message -> message.bytes().toString())
                .containsExactlyElementsOf(recorded.socket().orElseThrow().messages().stream()
                        .map(message -> message.bytes()
                                .toString()
                                .replace("item_9Dk3Mx71qZ", item)
                                .replace("sess_8Hd72Kq0", session))
                        .toList());
    }

    @Test
    void expectsTheClientToSendTheNewIdsBack() {
        Exchange recorded = Conversations.realtime()
                .client("{\"type\":\"response.create\",\"event_id\":\"mine-1\"}")
                .upstream(
                        "{\"type\":\"session.created\",\"session\":{\"id\":\"sess_8Hd72Kq0\",\"expires_at\":1716194078}}")
                .upstream("{\"type\":\"response.output_item.done\",\"item\":{\"call_id\":\"call_9Dk3Mx71qZ\"}}")
                .client(
                        "{\"type\":\"conversation.item.create\",\"item\":{\"call_id\":\"call_9Dk3Mx71qZ\",\"output\":\"ok\"}}")
                .upstreamBytes((byte) -1)
                .exchange();

        FreshConversation.Renewed renewed = renewed(recorded);

        String session = renewed.ids().get("sess_8Hd72Kq0");
        String call = renewed.ids().get("call_9Dk3Mx71qZ");
        List<String> texts = renewed.exchange().socket().orElseThrow().messages().stream()
                .map(message -> message.bytes().toString())
                .toList();
        assertThat(session).startsWith("sess_").isNotEqualTo("sess_8Hd72Kq0");
        assertThat(call).startsWith("call_").isNotEqualTo("call_9Dk3Mx71qZ");
        assertThat(texts.subList(0, 4))
                .containsExactly(
                        "{\"type\":\"response.create\",\"event_id\":\"mine-1\"}",
                        "{\"type\":\"session.created\",\"session\":{\"id\":\"" + session
                                + "\",\"expires_at\":1800000000}}",
                        "{\"type\":\"response.output_item.done\",\"item\":{\"call_id\":\"" + call + "\"}}",
                        "{\"type\":\"conversation.item.create\",\"item\":{\"call_id\":\"" + call
                                + "\",\"output\":\"ok\"}}");
        assertThat(renewed.exchange().socket().orElseThrow().messages().get(4).bytes())
                .isEqualTo(recorded.socket().orElseThrow().messages().get(4).bytes());
    }
}

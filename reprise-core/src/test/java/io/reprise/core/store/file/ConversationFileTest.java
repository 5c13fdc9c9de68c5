package io.reprise.core.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.SocketConversation;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.exchange.SocketMessage.Sender;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.store.RandomConversations;
import io.reprise.core.store.Recording;
import io.reprise.core.store.StoreException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConversationFileTest {
    private static final String HEAD =
            "{\"reprise\": 3, \"request\": {\"method\": \"GET\", \"path\": \"/v1/realtime\"}, \"response\": {\"status\": 101}";

    private static Recording read(String file) {
        return RecordingFile.read(Bytes.utf8(file), "file.json");
    }

    /** By value where the file keeps values. */
    private static SocketConversation asKept(SocketConversation conversation) {
        List<SocketMessage> kept = conversation.messages().stream()
                .map(message -> message.from() == Sender.UPSTREAM
                        ? message
                        : Json.tryParse(message.bytes())
                                .map(json -> new SocketMessage(
                                        message.at(),
                                        message.from(),
                                        message.isBinary(),
                                        Bytes.utf8(json.write(Layout.COMPACT))))
                                .orElse(message))
                .toList();
        return new SocketConversation(kept, conversation.close());
    }

    @Test
    void bringsBackTheUpstreamsBytesAndTheClientsValues() {
        long seed = System.nanoTime();
        RandomConversations conversations = new RandomConversations(seed);
        for (int i = 0; i < 3_000; i++) {
            Recording recording = conversations.next();
            Bytes file = RecordingFile.write(recording);

            Recording read = RecordingFile.read(file, "file.json");

            Exchange exchange = recording.exchange();
            Exchange kept = Exchange.conversation(
                    exchange.request(),
                    exchange.response().headers(),
                    asKept(exchange.socket().orElseThrow()));
            assertThat(read)
                    .as("seed %d, %s", seed, file)
                    .isEqualTo(new Recording(recording.test(), recording.upstream(), recording.occurrence(), kept));
            assertThat(RecordingFile.write(read)).isEqualTo(file);
            assertThat(RecordingFile.members(file, "file.json").unknown()).isEmpty();
            assertThat(file.toString()).startsWith("{\n  \"reprise\": 3,");
        }
    }

    @Test
    void keepsARefusedHandshakeInVersion1() {
        Response refused = Response.whole(401, "text/plain", Bytes.utf8("who are you?"));
        Recording recording = new Recording(TestId.NONE, "", 1, new Exchange(Request.get("/v1/realtime"), refused));

        assertThat(RecordingFile.write(recording).toString()).startsWith("{\n  \"reprise\": 1,");
    }

    @Test
    void readsWhatIsEdited() {
        Recording read = read(HEAD + ", \"messages\": ["
                + "{\"from\": \"client\", \"data\": {\"type\": \"response.create\"}},"
                + "{\"from\": \"Upstream\", \"binary\": true, \"raw\": [\"a\\n\", \"b\"]},"
                + "{\"from\": \"upstream\", \"layout\": \"spaced\", \"data\": {\"a\":1,\"b\":2}},"
                + "{\"from\": \"client\", \"base64\": \"AAH/\"}]}");

        SocketConversation conversation = read.exchange().socket().orElseThrow();
        assertThat(conversation.close()).isEmpty();
        assertThat(conversation.messages())
                .containsExactly(
                        SocketMessage.text(0, Sender.CLIENT, "{\"type\":\"response.create\"}"),
                        new SocketMessage(0, Sender.UPSTREAM, true, Bytes.utf8("a\nb")),
                        SocketMessage.text(0, Sender.UPSTREAM, "{\"a\": 1, \"b\": 2}"),
                        new SocketMessage(0, Sender.CLIENT, true, Bytes.owning(new byte[] {0, 1, (byte) 0xff})));
    }

    @ParameterizedTest
    @EnumSource(Ending.class)
    void saysWhoBrokeOffWhereNobodyClosed(Ending ending) {
        Exchange exchange = Exchange.conversation(
                Request.get("/v1/realtime"),
                Headers.NONE,
                new SocketConversation(List.of(SocketMessage.text(1, Sender.UPSTREAM, "{}")), Optional.empty()));
        Recording recording = new Recording(
                TestId.NONE, "", 1, exchange.with(exchange.response().withEnding(ending)));

        Recording read = RecordingFile.read(RecordingFile.write(recording), "file.json");

        assertThat(read).isEqualTo(recording);
    }

    @Test
    void keepsOnlyTheChosenProtocolOfTheHandshake() {
        Headers headers = Headers.of(
                "upgrade",
                "websocket",
                "sec-websocket-accept",
                "abc",
                "sec-websocket-protocol",
                "realtime",
                "x-id",
                "1");
        Exchange exchange = Exchange.conversation(
                Request.get("/v1/realtime"), headers, new SocketConversation(List.of(), Optional.empty()));

        assertThat(exchange.response().headers()).isEqualTo(Headers.of("sec-websocket-protocol", "realtime"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"messages\": [{\"data\": 1}] | 'messages[0]' has no member 'from'",
                "\"messages\": [{\"from\": \"server\"}] | 'messages[0].from' is not one of 'client', 'upstream'",
                "\"messages\": [{\"from\": \"client\", \"data\": 1, \"raw\": \"1\"}] | 'messages[0]' has more than one of",
                "\"messages\": [{\"from\": \"client\", \"at\": -1}] | 'messages[0].at' is not a whole number",
                "\"messages\": {} | 'messages' is an object, not a list",
                "\"close\": {\"from\": \"client\"} | 'close' has no member 'code'",
                "\"close\": {\"from\": \"client\", \"code\": 999} | 'close.code' is not a whole number from 1000 to 4999",
            })
    void saysWhatIsWrong(String members, String problem) {
        assertThatThrownBy(() -> read(HEAD + ", " + members + "}"))
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith("'file.json' cannot be read: its member " + problem);
    }

    @Test
    void refusesMessagesAfterAnotherStatusAndAHandshakeInAnOldVersion() {
        assertThatThrownBy(() -> read(HEAD.replace("101", "200") + ", \"messages\": []}"))
                .hasMessageContaining("its member 'messages' is part of a conversation");
        assertThatThrownBy(() -> read(HEAD.replace("\"reprise\": 3", "\"reprise\": 2") + "}"))
                .hasMessageContaining("its member 'response.status' is not a whole number from 200 to 599");
        assertThatThrownBy(() -> read(HEAD.replace("101", "101, \"body\": {}") + "}"))
                .hasMessageContaining("its member 'response.body' is a body");
    }

    @Test
    void namesHeadersThatBelongToOneConnection() {
        Bytes file = Bytes.utf8(HEAD.replace(
                        "101", "101, \"headers\": {\"sec-websocket-protocol\": \"x\", \"sec-websocket-accept\": \"y\"}")
                + ", \"messages\": []}");

        assertThat(RecordingFile.members(file, "file.json").unserved())
                .containsExactly("response.headers.sec-websocket-accept");
    }

    @Test
    void namesUnknownMembers() {
        Bytes file = Bytes.utf8(HEAD + ", \"messages\": [{\"from\": \"client\", \"dat\": 1}],"
                + " \"close\": {\"from\": \"client\", \"code\": 1000, \"why\": \"x\"}}");

        assertThat(RecordingFile.members(file, "file.json").unknown()).containsExactly("messages[0].dat", "close.why");
    }
}

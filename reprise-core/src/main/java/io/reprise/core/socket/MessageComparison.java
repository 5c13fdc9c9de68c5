package io.reprise.core.socket;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.SocketProtocol;
import io.reprise.core.family.SocketProtocol.Sound;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.key.KeyRule;
import io.reprise.core.key.KeyRules;
import java.util.Optional;

/** What counts of the messages of clients (docs/key.md): by the rules of their family, and those of users, which see a message as a body. */
final class MessageComparison {
    private final KeyRules rules;
    private final ApiFamily family;
    private final Sound sound;
    private final boolean countsBytes;

    MessageComparison(KeyRules rules, ApiFamily family) {
        boolean includesSound = rules.rules().stream().anyMatch(KeyRule.IncludeSound.class::isInstance);
        boolean leavesOutBytes = rules.rules().stream().anyMatch(KeyRule.LeaveOutBytes.class::isInstance);
        this.rules = rules;
        this.family = family;
        this.sound = includesSound ? Sound.COUNTS : Sound.DOES_NOT_COUNT;
        this.countsBytes = !leavesOutBytes && (includesSound || family.sockets().countsBytes());
    }

    /** What {@code message}, of a client, is. */
    ClientMessage of(Request handshake, SocketMessage message) {
        SocketProtocol protocol = family.sockets();
        Optional<Json> json = Json.tryParse(message.bytes());
        if (json.isPresent()) {
            String kind = protocol.kind(json.get());
            return protocol.isNotice(json.get())
                    ? new ClientMessage.Notice()
                    : protocol.counted(json.get(), sound)
                            .<ClientMessage>map(counted -> compared(kind.isEmpty() ? "JSON" : kind, handshake, counted))
                            .orElseGet(ClientMessage.Piece::new);
        }
        Bytes bytes = message.bytes();
        if (message.isBinary() && !countsBytes) {
            return new ClientMessage.Piece();
        }
        ParsedRequest asked = ParsedRequest.of(handshake.withBody(bytes), family);
        String kind =
                message.isBinary() ? "binary, " + bytes.size() + (bytes.size() == 1 ? " byte" : " bytes") : "text";
        return new ClientMessage.Counted(kind, rules.question(asked, TestId.NONE));
    }

    private ClientMessage compared(String kind, Request handshake, Json counted) {
        Request asked = handshake.withBody(Bytes.utf8(counted.write(Layout.COMPACT)));
        return new ClientMessage.Counted(kind, rules.question(ParsedRequest.of(asked, family, counted), TestId.NONE));
    }
}

package io.reprise.core.socket;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import java.util.Optional;
import java.util.function.Function;

/** What counts of the messages of clients (docs/key.md): by the rules of their family, and those of users, which see a message as a body. */
record MessageComparison(Function<ParsedRequest, Question> questions, ApiFamily family) {
    MessageComparison(KeyRules rules, ApiFamily family) {
        this(asked -> rules.question(asked, TestId.NONE), family);
    }

    /** What is compared of {@code message}; empty if it does not count. */
    Optional<ComparedMessage> of(Request handshake, SocketMessage message) {
        Optional<Json> json = Json.tryParse(message.bytes());
        if (json.isPresent()) {
            String kind = family.sockets().kind(json.get());
            return family.sockets()
                    .counted(json.get())
                    .map(counted -> compared(kind.isEmpty() ? "JSON" : kind, handshake, counted));
        }
        Bytes bytes = message.bytes();
        if (message.isBinary() && !family.sockets().countsBytes()) {
            return Optional.empty();
        }
        ParsedRequest asked = ParsedRequest.of(handshake.withBody(bytes), family);
        String kind = message.isBinary() ? "binary, " + bytes.size() + " bytes" : "text";
        return Optional.of(new ComparedMessage(kind, questions.apply(asked)));
    }

    private ComparedMessage compared(String kind, Request handshake, Json counted) {
        Request asked = handshake.withBody(Bytes.utf8(counted.write(Layout.COMPACT)));
        return new ComparedMessage(kind, questions.apply(ParsedRequest.of(asked, family, counted)));
    }
}

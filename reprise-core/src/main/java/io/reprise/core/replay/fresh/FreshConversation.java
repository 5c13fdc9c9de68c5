package io.reprise.core.replay.fresh;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.SocketConversation;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.exchange.SocketMessage.Sender;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.Volatility;
import io.reprise.core.ids.RequestIds;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonScalars;
import io.reprise.core.json.JsonScalars.Scalar;
import io.reprise.core.json.JsonSyntaxException;
import io.reprise.core.json.Layout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/**
 * A conversation with new ids and times in what its upstream says. Where the client is recorded to send such an id back, it is expected to
 * send the new one. Ids that the client chose stay, in what both say: it knows its things by them.
 */
public final class FreshConversation {
    /**
     * A conversation with other ids.
     *
     * @param ids the new id for each old one
     */
    public record Renewed(Exchange exchange, Map<String, String> ids) {}

    private FreshConversation() {}

    /**
     * The conversation with other ids, drawn from {@code random}, and with its first time stamp at {@code now}.
     *
     * @param family knows which members are ids and times
     */
    public static Renewed of(Exchange exchange, ApiFamily family, RandomGenerator random, Instant now) {
        SocketConversation conversation = exchange.socket().orElseThrow();
        Response response = exchange.response();
        List<Chunk> said = conversation.messages().stream()
                .filter(message -> message.from() == Sender.UPSTREAM)
                .map(message -> new Chunk(message.at(), message.bytes()))
                .toList();
        FreshIds.Renewed renewed = FreshIds.of(
                        new Response(
                                response.status(), response.headers(), StreamFormat.MESSAGES, said, response.ending()),
                        family)
                .renew(idsOfClient(conversation, family), random, now);
        Iterator<Chunk> chunks = renewed.response().chunks().iterator();
        List<SocketMessage> messages = new ArrayList<>();
        for (SocketMessage message : conversation.messages()) {
            Bytes bytes = message.from() == Sender.UPSTREAM
                    ? chunks.next().bytes()
                    : expected(message.bytes(), renewed.ids());
            messages.add(new SocketMessage(message.at(), message.from(), message.isBinary(), bytes));
        }
        return new Renewed(
                Exchange.conversation(
                        exchange.request(),
                        response.headers(),
                        new SocketConversation(messages, conversation.close()),
                        response.ending()),
                renewed.ids());
    }

    /** What may be an id in a message of the client, and was not said by the upstream before. */
    private static Map<String, String> idsOfClient(SocketConversation conversation, ApiFamily family) {
        Set<String> said = new HashSet<>();
        Map<String, String> chosen = new HashMap<>();
        for (SocketMessage message : conversation.messages()) {
            boolean isOfUpstream = message.from() == Sender.UPSTREAM;
            visitTexts(message.bytes(), (scalar, text) -> {
                if (isOfUpstream) {
                    said.add(text);
                } else if (!said.contains(text) && isId(scalar, text, family)) {
                    chosen.put(text, text);
                }
            });
        }
        return chosen;
    }

    private static boolean isId(Scalar scalar, String text, ApiFamily family) {
        return RequestIds.isLikeAnId(text)
                || !text.isEmpty()
                        && !scalar.name().isEmpty()
                        && family.volatility(scalar.path(), scalar.name())
                                .filter(why -> why == Volatility.ID)
                                .isPresent();
    }

    private static void visitTexts(Bytes message, BiConsumer<Scalar, String> visitor) {
        try {
            JsonScalars.visit(
                    message.toString(),
                    scalar -> scalar.value().string().ifPresent(text -> visitor.accept(scalar, text)));
        } catch (JsonSyntaxException noJson) {
            // it has no ids that are known to this program
        }
    }

    private static Bytes expected(Bytes message, Map<String, String> ids) {
        return Json.tryParse(message)
                .map(json -> json.changeScalars(scalar -> scalar.string()
                        .map(ids::get)
                        .<Json>map(Json.JsonString::new)
                        .orElse(scalar)))
                .map(json -> Bytes.utf8(json.write(Layout.COMPACT)))
                .orElse(message);
    }
}

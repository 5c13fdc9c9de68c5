package io.reprise.core.view;

import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.family.ApiFamily.ChannelText;
import io.reprise.core.family.ApiFamily.Piece;
import io.reprise.core.family.ParsedConversation;
import io.reprise.core.family.ParsedExchange;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** What each chunk of an answer says, and when it came. */
public final class ChunkTexts {
    /** Longer texts of one chunk are cut. */
    private static final int LONGEST = 2_000;

    /**
     * One chunk.
     *
     * @param at milliseconds after the request
     * @param kind {@code text}, {@code reasoning}, {@code tool}, {@code end}, {@code other}; of a conversation, who sent it
     */
    public record Said(long at, int bytes, String kind, String text) {}

    private final List<Said> all;

    private ChunkTexts(List<Said> all) {
        this.all = all;
    }

    public static ChunkTexts of(ParsedExchange parsed) {
        List<Chunk> chunks = parsed.response().response().chunks();
        StringBuilder[] texts = new StringBuilder[chunks.size()];
        String[] kinds = new String[chunks.size()];
        Arrays.setAll(texts, i -> new StringBuilder());
        for (ChannelText channel : parsed.family().texts(parsed.response())) {
            String kind = kind(channel.channel());
            for (Piece piece : channel.pieces()) {
                if (!piece.text().isEmpty()) {
                    texts[piece.chunk()].append(piece.text());
                    kinds[piece.chunk()] = kind;
                }
            }
        }
        List<Said> all = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            boolean isLast = parsed.family().isLast(parsed.response().response().format(), chunks.get(i));
            String kind = kinds[i] != null ? kinds[i] : isLast ? "end" : "other";
            all.add(new Said(chunks.get(i).at(), chunks.get(i).bytes().size(), kind, texts[i].toString()));
        }
        return new ChunkTexts(all);
    }

    public static ChunkTexts of(ParsedConversation conversation) {
        return new ChunkTexts(conversation.conversation().messages().stream()
                .map(ChunkTexts::said)
                .toList());
    }

    private static Said said(SocketMessage message) {
        String text = message.bytes().isText() ? message.bytes().decode().orElse("") : "";
        return new Said(
                message.at(), message.bytes().size(), message.from().name().toLowerCase(Locale.ROOT), text);
    }

    private static String kind(String channel) {
        String path = channel.toLowerCase(Locale.ROOT);
        if (path.contains("reasoning") || path.contains("think") || path.contains("thought")) {
            return "reasoning";
        }
        boolean isTool = path.contains("tool")
                || path.contains("function")
                || path.contains("arguments")
                || path.contains(".input")
                || path.contains(".args");
        return isTool ? "tool" : "text";
    }

    public int size() {
        return all.size();
    }

    public List<Said> all() {
        return List.copyOf(all);
    }

    List<Json> json(int from, int limit, UnaryOperator<String> words) {
        List<Json> shown = new ArrayList<>();
        for (int i = from; i < Math.min(all.size(), (long) from + limit); i++) {
            Said said = all.get(i);
            shown.add(new JsonObjectBuilder()
                    .with("index", i)
                    .with("at_ms", said.at())
                    .with("bytes", said.bytes())
                    .with("kind", said.kind())
                    .with("text", brief(said.text(), words))
                    .done());
        }
        return shown;
    }

    private static String brief(String text, UnaryOperator<String> words) {
        return text.length() <= LONGEST ? text : PartJson.cut(words.apply(text), 0, LONGEST);
    }
}

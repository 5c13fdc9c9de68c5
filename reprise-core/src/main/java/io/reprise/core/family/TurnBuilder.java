package io.reprise.core.family;

import io.reprise.core.conversation.AnswerBuilder;
import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Puts a conversation together, turn by turn: what one side says without a word of the other is one message. */
public final class TurnBuilder {
    private final AnswerBuilder answer = new AnswerBuilder();
    /** Bytes of the media of the present turn, by their type. */
    private final Map<String, Long> media = new HashMap<>();

    private String role = "";
    private int turn;
    private int parts;

    private String turn(String speaker) {
        if (!speaker.equals(role)) {
            role = speaker;
            turn++;
            media.clear();
            answer.role(String.valueOf(turn), speaker);
        }
        return String.valueOf(turn);
    }

    /** Adds to the text of the turn, or of what {@code part} names in it. */
    public void text(String speaker, String part, String piece) {
        if (!piece.isEmpty()) {
            answer.text(turn(speaker), part, piece);
        }
    }

    /** Adds to what was thought in the turn. */
    public void reasoning(String speaker, String piece) {
        answer.reasoning(turn(speaker), "", piece);
    }

    /** Adds a part that comes as a whole. */
    public void part(String speaker, MessagePart part) {
        answer.part(turn(speaker), "part " + parts++, part);
    }

    /** Adds to the sound, or other media, of the turn. */
    public void media(String speaker, String type, long bytes) {
        String name = turn(speaker);
        long all = media.merge(type, bytes, Long::sum);
        answer.part(name, type, new MessagePart.Media(type, OptionalLong.of(all)));
    }

    public List<ChatMessage> messages() {
        return answer.messages();
    }
}

package io.reprise.core.view;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.conversation.NumberLists;
import io.reprise.core.conversation.PartText;
import io.reprise.core.json.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the messages of one side show already, so that it need not be shown again. */
final class Claims {
    /** Shorter texts occur in longer ones by chance. */
    private static final int SHORTEST_WITHIN = 16;

    /** How many characters may be searched through; what is not found within them is shown again. */
    private static final long MOST_SEARCHED = 200_000_000;

    private final Set<String> texts = new HashSet<>();
    private final List<String> longTexts = new ArrayList<>();
    private final Set<String> members = new HashSet<>();
    private final Set<MessagePart.Numbers> numbers = new HashSet<>();
    private long searched;

    Claims(List<ChatMessage> messages) {
        for (ChatMessage message : messages) {
            texts.add(message.role());
            texts.add(message.facts().name());
            texts.add(message.facts().finishReason());
            message.parts().forEach(this::add);
        }
    }

    private void add(MessagePart part) {
        for (String text : PartText.of(part)) {
            texts.add(text);
            if (text.length() >= SHORTEST_WITHIN) {
                longTexts.add(text);
            }
        }
        if (part instanceof MessagePart.ToolCall call) {
            Json.tryParse(call.arguments()).ifPresent(this::addMembers);
        } else if (part instanceof MessagePart.ToolResult result) {
            Json.tryParse(result.text()).ifPresent(this::addMembers);
        } else if (part instanceof MessagePart.Numbers list) {
            numbers.add(list);
        } else if (part instanceof MessagePart.Media media
                && media.source() instanceof MessagePart.Source.Base64 base64) {
            texts.add(base64.text());
        }
    }

    /** Arguments may be written as JSON: then their scalars are shown with their names. */
    private void addMembers(Json value) {
        Deque<Json> rest = new ArrayDeque<>(List.of(value));
        while (!rest.isEmpty()) {
            Json next = rest.pop();
            next.items().forEach(item -> take("", item, rest));
            next.members().forEach(member -> take(member.name(), member.value(), rest));
        }
    }

    private void take(String name, Json value, Deque<Json> rest) {
        if (Scalars.isScalar(value)) {
            members.add(name + "=" + Scalars.text(value));
        } else {
            rest.push(value);
        }
    }

    /** Whether a scalar, a member of that name or an item, is shown. */
    boolean holds(String name, Json scalar) {
        if (members.contains(name + "=" + Scalars.text(scalar))) {
            return true;
        }
        return scalar instanceof Json.JsonString string && holds(string.value());
    }

    /** Whether a text is shown as it is, or within another. */
    boolean holds(String text) {
        if (texts.contains(text)) {
            return true;
        }
        if (text.startsWith("data:") && texts.contains(text.substring(text.indexOf(',') + 1))) {
            return true;
        }
        return isWithin(text)
                || !numbers.isEmpty() && text.length() > 8 && numbers.contains(NumberLists.ofFloats(text));
    }

    /** Whether a list of numbers is shown. */
    boolean holdsNumbers(Json array) {
        return !numbers.isEmpty() && numbers.contains(NumberLists.of(array));
    }

    /** Whether each piece of a text that came in several is within a text that is shown. */
    boolean holdsAll(Iterable<String> pieces) {
        for (String piece : pieces) {
            if (!texts.contains(piece) && longTexts.stream().noneMatch(text -> contains(text, piece))) {
                return false;
            }
        }
        return true;
    }

    private boolean isWithin(String text) {
        return text.length() >= SHORTEST_WITHIN && longTexts.stream().anyMatch(longer -> contains(longer, text));
    }

    private boolean contains(String longer, String text) {
        if (text.length() > longer.length() || searched > MOST_SEARCHED) {
            return false;
        }
        searched += longer.length();
        return longer.contains(text);
    }
}

package io.reprise.core.family.google;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.family.SocketProtocol;
import io.reprise.core.family.part.MessageEdits;
import io.reprise.core.family.part.TokenCounts;
import io.reprise.core.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The messages of Gemini's Live API. Members may be spelled {@code realtimeInput} or {@code realtime_input}. Of a client's message, sound
 * and video do not count, nor does what the server handed out: ids of calls, and the handle of a session.
 */
final class LiveProtocol implements SocketProtocol {
    private static final Set<String> INPUT = Set.of("realtimeInput", "realtime_input");
    private static final Set<String> MEDIA = Set.of("audio", "video", "media", "mediaChunks", "media_chunks");
    private static final Set<String> RESUMPTION = Set.of("sessionResumption", "session_resumption");
    private static final Set<String> CONTENT = Set.of("clientContent", "client_content");
    private static final Set<String> RESULT = Set.of("toolResponse", "tool_response");
    private static final Set<String> RESULTS = Set.of("functionResponses", "function_responses");
    private static final Set<String> INLINE = Set.of("inlineData", "inline_data");
    private static final Set<String> SET_UP = Set.of("setupComplete", "setup_complete");
    private static final Set<String> NOTICES =
            Set.of("sessionResumptionUpdate", "session_resumption_update", "goAway", "go_away");

    @Override
    public Optional<Json> counted(Json message, Sound sound) {
        return sound == Sound.COUNTS
                ? Optional.of(withoutHandedOut(message))
                : withoutSound(message).map(LiveProtocol::withoutHandedOut);
    }

    /** Empty if nothing is left. */
    private static Optional<Json> withoutSound(Json message) {
        Json counted = within(message, INPUT, input -> MessageEdits.without(input, MEDIA::contains));
        boolean isOnlyMedia = INPUT.stream()
                .flatMap(name -> counted.get(name).stream())
                .anyMatch(input -> input.members().isEmpty());
        if (isOnlyMedia && message.members().size() == 1) {
            return Optional.empty();
        }
        return Optional.of(within(
                counted,
                CONTENT,
                turns -> within(turns, Set.of("turns"), all -> MessageEdits.each(all, LiveProtocol::turn))));
    }

    private static Json withoutHandedOut(Json message) {
        Json setUp = within(message, Set.of("setup"), setup -> within(setup, RESUMPTION, LiveProtocol::withoutHandle));
        return within(
                setUp,
                RESULT,
                result -> within(result, RESULTS, all -> MessageEdits.each(all, LiveProtocol::withoutId)));
    }

    private static Json withoutHandle(Json resumption) {
        return MessageEdits.without(resumption, "handle"::equals);
    }

    private static Json withoutId(Json result) {
        return MessageEdits.without(result, "id"::equals);
    }

    private static Json turn(Json turn) {
        return within(
                turn,
                Set.of("parts"),
                parts -> MessageEdits.each(parts, part -> within(part, INLINE, LiveProtocol::inline)));
    }

    private static Json inline(Json inline) {
        String type = inline.text("mimeType") + inline.text("mime_type");
        boolean isMedia = type.startsWith("audio/") || type.startsWith("video/");
        return isMedia ? MessageEdits.without(inline, "data"::equals) : inline;
    }

    private static Json within(Json value, Set<String> names, UnaryOperator<Json> change) {
        Json changed = value;
        for (String name : names) {
            changed = MessageEdits.within(changed, name, change);
        }
        return changed;
    }

    /** Sound comes within JSON. */
    @Override
    public boolean countsBytes() {
        return false;
    }

    /** The first member; others, such as {@code usageMetadata}, only accompany it. */
    @Override
    public String kind(Json message) {
        return message.members().isEmpty() ? "" : message.members().get(0).name();
    }

    @Override
    public boolean isNotice(Json message) {
        return !message.members().isEmpty()
                && message.members().stream().allMatch(member -> NOTICES.contains(member.name()));
    }

    @Override
    public boolean isGreeting(Json message) {
        return message.members().size() == 1
                && SET_UP.contains(message.members().get(0).name());
    }

    @Override
    public Optional<String> model(Json message) {
        return message.at("setup", "model")
                .flatMap(Json::string)
                .map(name -> name.substring(name.lastIndexOf('/') + 1));
    }

    @Override
    public Optional<TokenUsage> usage(Json message) {
        Json usage =
                GoogleParts.either(message, "usageMetadata", "usage_metadata").orElse(Json.NULL);
        long input = tokens(usage, "promptTokenCount") + tokens(usage, "toolUsePromptTokenCount");
        long output = tokens(usage, "responseTokenCount") + tokens(usage, "thoughtsTokenCount");
        return input + output > 0 ? Optional.of(new TokenUsage(input, output)) : Optional.empty();
    }

    private static long tokens(Json usage, String name) {
        return usage.get(name).flatMap(TokenCounts::count).orElse(0L);
    }

    @Override
    public List<ChatMessage> chat(List<SocketMessage> messages) {
        return LiveChat.of(messages);
    }

    @Override
    public String title(List<SocketMessage> messages, List<ChatMessage> chat) {
        return SocketProtocol.titleOf(chat);
    }

    /** The API has no message for errors; its clients show the reason of the close. */
    @Override
    public Json error(Json body) {
        return body;
    }
}

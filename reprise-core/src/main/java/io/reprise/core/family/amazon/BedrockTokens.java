package io.reprise.core.family.amazon;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.util.List;
import java.util.Set;

/** Bedrock's {@code CountTokens}: how many tokens a request to Converse or to a model would have. */
public final class BedrockTokens implements BedrockApi {
    public static final ApiFamily FAMILY = new BedrockTokens();

    private BedrockTokens() {}

    @Override
    public String name() {
        return "bedrock-count-tokens";
    }

    @Override
    public Set<String> operations() {
        return Set.of("count-tokens");
    }

    @Override
    public boolean isLast(Json frame) {
        return false;
    }

    private static Json conversation(ParsedRequest request) {
        return request.json().flatMap(body -> body.at("input", "converse")).orElse(Json.NULL);
    }

    @Override
    public String title(ParsedRequest request) {
        return ConverseBlocks.title(conversation(request));
    }

    @Override
    public List<ChatMessage> asked(ParsedRequest request) {
        return new ConverseBlocks().messages(conversation(request));
    }

    @Override
    public List<ChatMessage> answered(ParsedResponse response) {
        return response.response().chunks().isEmpty()
                ? List.of()
                : response.values(0)
                        .flatMap(payload -> payload.get("inputTokens").stream())
                        .map(count -> ChatMessage.of(
                                "assistant", new MessagePart.Text(count.write(Layout.COMPACT) + " tokens")))
                        .toList();
    }

    @Override
    public List<ChannelText> texts(ParsedResponse response) {
        return List.of();
    }
}

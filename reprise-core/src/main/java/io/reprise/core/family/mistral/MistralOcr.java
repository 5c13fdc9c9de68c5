package io.reprise.core.family.mistral;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Texts;
import io.reprise.core.family.openai.OpenAiApi;
import io.reprise.core.family.part.Route;
import io.reprise.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code POST /v1/ocr}: the text of a document, page by page. */
public final class MistralOcr implements OpenAiApi {
    public static final ApiFamily FAMILY = new MistralOcr();

    private static final Route ROUTE = Route.of("POST", "/ocr");

    private MistralOcr() {}

    @Override
    public String name() {
        return "mistral-ocr";
    }

    @Override
    public boolean covers(String method, String path) {
        return ROUTE.covers(method, path);
    }

    private static Json document(ParsedRequest request) {
        return request.json().flatMap(body -> body.get("document")).orElse(Json.NULL);
    }

    @Override
    public String title(ParsedRequest request) {
        return document(request).text("document_name");
    }

    @Override
    public List<ChatMessage> asked(ParsedRequest request) {
        Json document = document(request);
        if (document.members().isEmpty()) {
            return List.of();
        }
        String url = document.text("document_url") + document.text("image_url") + document.text("image_url", "url");
        String kind = document.text("type").startsWith("image") ? "image" : "document";
        return List.of(ChatMessage.of("user", MessagePart.Media.ofUrl(kind, url)));
    }

    @Override
    public List<ChatMessage> answered(ParsedResponse response) {
        List<MessagePart> parts = new ArrayList<>();
        response.values().flatMap(answer -> answer.list("pages").stream()).forEach(page -> {
            parts.add(new MessagePart.Text(page.text("markdown")));
            page.list("images")
                    .forEach(image -> parts.add(MessagePart.Media.ofUrl("image", image.text("image_base64"))));
        });
        return parts.isEmpty() ? List.of() : List.of(new ChatMessage("assistant", parts));
    }

    @Override
    public List<ChannelText> texts(ParsedResponse response) {
        return Texts.of(response, (answer, texts) -> {
            List<Json> pages = answer.list("pages");
            for (int i = 0; i < pages.size(); i++) {
                texts.addAll("pages[" + i + "]", pages.get(i), Set.of("images", "id", "dimensions"));
            }
        });
    }

    @Override
    public List<KeyVariable> keyVariables() {
        return List.of(new KeyVariable("MISTRAL_API_KEY"));
    }
}

package io.reprise.core.view;

import io.reprise.core.content.Multipart;
import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a request has beside its messages: tools, settings, files, anything. */
final class RequestRest {
    private final ParsedRequest request;
    private final Claims claims;

    RequestRest(ParsedRequest request, List<ChatMessage> shown) {
        this.request = request;
        this.claims = new Claims(shown);
    }

    List<MessagePart> parts() {
        List<MessagePart> parts = new ArrayList<>();
        List<MessagePart.Tool> tools = OfferedTools.of(request);
        if (!tools.isEmpty()) {
            parts.add(new MessagePart.Tools(tools));
        }
        Optional<Json> json = request.json();
        if (json.isPresent()) {
            parts.addAll(ofJson(json.get(), !tools.isEmpty()));
        } else {
            parts.addAll(ofBytes());
        }
        return parts;
    }

    private List<MessagePart> ofJson(Json body, boolean hasTools) {
        Unclaimed unclaimed = new Unclaimed(claims, (parent, name, scalar) -> parent.isEmpty() && name.equals("model"));
        if (body instanceof Json.JsonObject) {
            body.members().stream()
                    .filter(member -> !hasTools || !request.family().words().isTools(member.name()))
                    .filter(member -> !member.name().equals("model"))
                    .forEach(member -> unclaimed.look(member.name(), member.value()));
        } else {
            unclaimed.look("body", body);
        }
        return unclaimed.parts();
    }

    private List<MessagePart> ofBytes() {
        Bytes body = request.request().body();
        Headers headers = request.request().headers();
        if (body.isEmpty()) {
            return List.of();
        }
        Optional<List<Multipart.Part>> form = Multipart.parse(headers, body);
        if (form.isEmpty()) {
            return content("body", headers.first("content-type").orElse(""), body);
        }
        List<MessagePart> parts = new ArrayList<>();
        for (Multipart.Part part : form.get()) {
            Map<String, String> names = part.formData().orElse(Map.of());
            String type = part.headers().getOrDefault("content-type", "");
            if (names.containsKey("filename")) {
                parts.add(MessagePart.Media.of(type.isEmpty() ? "file" : type, part.content()));
            } else if (!"model".equals(names.get("name"))) {
                parts.addAll(content(names.getOrDefault("name", "part"), type, part.content()));
            }
        }
        return parts;
    }

    /** A text that is not shown yet, or bytes. */
    private List<MessagePart> content(String where, String type, Bytes content) {
        return RawContent.part(where, type, content)
                .filter(part -> !(part instanceof MessagePart.Other other)
                        || !claims.holds(other.json().string().orElse("")))
                .map(List::of)
                .orElse(List.of());
    }
}

package io.reprise.core.view;

import io.reprise.core.conversation.MessagePart;
import io.reprise.core.conversation.PartText;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The strings and numbers of an exchange that its view does not show. */
public final class Leaves {
    private static final Set<String> BOOKKEEPING =
            Set.of("object", "type", "role", "index", "model", "modelVersion", "event_type");

    private final ApiFamily family;
    private final String shown;
    private final boolean hasNumbers;
    private final List<String> lost = new ArrayList<>();

    private Leaves(ApiFamily family, ExchangeView view) {
        this.family = family;
        StringBuilder all = new StringBuilder();
        boolean numbers = false;
        for (ViewedMessage message : view.messages()) {
            all.append(message.message().role()).append('\n');
            all.append(message.message().facts().name()).append('\n');
            all.append(message.message().facts().finishReason()).append('\n');
            for (MessagePart part : message.message().parts()) {
                PartText.of(part).forEach(text -> all.append(text).append('\n'));
                numbers |= part instanceof MessagePart.Numbers;
                if (part instanceof MessagePart.Other other) {
                    strings(other.json(), all);
                } else if (part instanceof MessagePart.Tools tools) {
                    tools.tools().forEach(tool -> strings(tool.definition(), all));
                } else if (part instanceof MessagePart.ToolCall call) {
                    Json.tryParse(call.arguments()).ifPresent(json -> strings(json, all));
                } else if (part instanceof MessagePart.ToolResult result) {
                    Json.tryParse(result.text()).ifPresent(json -> strings(json, all));
                } else if (part instanceof MessagePart.Media media
                        && media.source() instanceof MessagePart.Source.Base64 base64) {
                    all.append(base64.text()).append('\n');
                }
            }
        }
        this.shown = all.toString();
        this.hasNumbers = numbers;
    }

    private static void strings(Json json, StringBuilder all) {
        json.changeScalars(scalar -> {
            all.append(scalar.string().orElseGet(() -> scalar.write(Layout.COMPACT)))
                    .append('\n');
            return scalar;
        });
    }

    /** By their paths, with their values. */
    public static List<String> lost(ParsedRequest request, Exchange exchange) {
        ExchangeView view = ExchangeView.of(request, exchange);
        Leaves leaves = new Leaves(request.family(), view);
        request.json().ifPresent(body -> leaves.check("", "", body, false));
        new ParsedResponse(exchange.response()).values().forEach(payload -> leaves.check("", "", payload, true));
        return leaves.lost;
    }

    private void check(String path, String name, Json value, boolean isAnswer) {
        String parent = path.contains(".") ? path.substring(0, path.lastIndexOf('.')) : "";
        boolean isScalar = value instanceof Json.JsonString || value instanceof Json.JsonNumber;
        boolean isNumbers = value.items().stream().anyMatch(item -> item instanceof Json.JsonNumber);
        if (isScalar && !BOOKKEEPING.contains(name)) {
            String text = value.string().orElseGet(() -> value.write(Layout.COMPACT));
            String bare = text.startsWith("data:") ? text.substring(text.indexOf(',') + 1) : text;
            boolean isKnown = isAnswer && family.volatility(parent, name, value).isPresent();
            boolean isEmbedding = hasNumbers && name.equals("embedding");
            if (!isKnown && !isEmbedding && !shown.contains(bare)) {
                lost.add(path + ": " + text.substring(0, Math.min(80, text.length())));
            }
        } else if (!(isNumbers && hasNumbers)) {
            value.items().forEach(item -> check(path + "[]", "", item, isAnswer));
            value.members()
                    .forEach(member -> check(path + "." + member.name(), member.name(), member.value(), isAnswer));
        }
    }
}

package io.reprise.core.family.openai;

import io.reprise.core.conversation.MessagePart;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The content of a message: a text, or a list of parts, as chats and responses have them. */
public final class ContentParts {
    private ContentParts() {}

    public static List<MessagePart> of(Json content) {
        List<MessagePart> parts = new ArrayList<>();
        content.string().filter(text -> !text.isEmpty()).ifPresent(text -> parts.add(new MessagePart.Text(text)));
        for (Json item : content.items()) {
            item.string().ifPresent(text -> parts.add(new MessagePart.Text(text)));
            parts.addAll(part(item));
        }
        return parts;
    }

    /** All texts of a content, each in a line. */
    public static String text(Json content) {
        StringBuilder text = new StringBuilder();
        for (MessagePart part : of(content)) {
            if (part instanceof MessagePart.Text written) {
                text.append(text.isEmpty() ? "" : "\n").append(written.text());
            }
        }
        return text.toString();
    }

    private static List<MessagePart> part(Json part) {
        String type = part.text("type");
        return switch (type) {
            case "image_url", "input_image", "image" -> List.of(image(part));
            case "input_audio", "audio", "audio_url" -> List.of(audio(part));
            case "file", "input_file", "document", "document_url", "video_url", "input_video" -> List.of(file(part));
            case "thinking", "reasoning" -> reasoning(part);
            case "reference" -> List.of(new MessagePart.Text(part.write(Layout.COMPACT)));
            case "refusal" -> List.of(new MessagePart.Refusal(part.text("refusal")));
            default -> text(part, "text", "refusal", "transcript");
        };
    }

    private static List<MessagePart> text(Json part, String... members) {
        List<MessagePart> texts = new ArrayList<>();
        for (String member : members) {
            part.get(member)
                    .flatMap(text -> text.string().or(() -> text.get("value").flatMap(Json::string)))
                    .ifPresent(text -> texts.add(new MessagePart.Text(text)));
        }
        return texts;
    }

    private static List<MessagePart> reasoning(Json part) {
        Json thought = part.get("thinking").or(() -> part.get("text")).orElse(Json.NULL);
        String text = text(thought);
        return text.isEmpty() ? List.of() : List.of(new MessagePart.Reasoning(text));
    }

    /** The URL is the member itself, or one of it. */
    private static MessagePart image(Json part) {
        Json image = part.get("image_url").or(() -> part.get("image")).orElse(Json.NULL);
        String url = image.string().orElseGet(() -> image.text("url"));
        return MessagePart.Media.ofUrl("image", url);
    }

    private static MessagePart audio(Json part) {
        Json audio = part.get("input_audio")
                .or(() -> part.get("audio"))
                .or(() -> part.get("audio_url"))
                .orElse(Json.NULL);
        Optional<String> direct = audio.string().or(() -> audio.get("data").flatMap(Json::string));
        String format = audio.text("format");
        return direct.map(data -> (MessagePart) MessagePart.Media.ofBase64(type("audio", format), data))
                .orElseGet(() -> MessagePart.Media.ofUrl("audio", audio.text("url")));
    }

    private static MessagePart file(Json part) {
        Json file =
                part.get("file").filter(held -> held instanceof Json.JsonObject).orElse(part);
        String data = file.text("file_data");
        if (data.isEmpty()) {
            String name = file.text("filename");
            return new MessagePart.Media(name.isEmpty() ? "file" : name, OptionalLong.empty());
        }
        return data.startsWith("data:")
                ? MessagePart.Media.ofUrl("file", data)
                : MessagePart.Media.ofBase64("file", data);
    }

    /** A media type of a kind and a format, such as {@code audio/wav}. */
    public static String type(String kind, String format) {
        return format.isEmpty() ? kind : kind + "/" + format;
    }
}

package io.reprise.core.family.openai.media;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.PlainChunk;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Texts;
import io.reprise.core.family.Titles;
import io.reprise.core.family.Volatility;
import io.reprise.core.family.openai.ContentParts;
import io.reprise.core.family.openai.OpenAiApi;
import io.reprise.core.family.openai.OpenAiErrors;
import io.reprise.core.family.part.EventTypes;
import io.reprise.core.family.part.Forms;
import io.reprise.core.family.part.Route;
import io.reprise.core.family.part.StreamErrors;
import io.reprise.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** OpenAI's images: made, edited and varied, as a whole or streamed with partial images. */
public final class OpenAiImages implements OpenAiApi {
    public static final OpenAiImages FAMILY = new OpenAiImages();

    private static final List<Route> ROUTES = List.of(
            Route.of("POST", "/images/generations"),
            Route.of("POST", "/images/edits"),
            Route.of("POST", "/images/variations"));
    private static final EventTypes LAST = new EventTypes("image_generation.completed", "image_edit.completed");

    private OpenAiImages() {}

    @Override
    public String name() {
        return "openai-images";
    }

    @Override
    public boolean covers(String method, String path) {
        return ROUTES.stream().anyMatch(route -> route.covers(method, path));
    }

    @Override
    public boolean asksModel(ParsedRequest request) {
        return request.request().method().equals("POST");
    }

    @Override
    public String title(ParsedRequest request) {
        String prompt = Forms.text(request, "prompt").orElse("");
        return prompt.isEmpty() ? FormParts.fileName(request) : Titles.of(new Json.JsonString(prompt));
    }

    @Override
    public boolean isLast(StreamFormat format, Chunk chunk) {
        return LAST.isOneOf(format, chunk);
    }

    @Override
    public Ending ending(ParsedResponse response) {
        return StreamErrors.ending(this, response);
    }

    /** Each image that was asked for is completed by an event of its own. */
    @Override
    public Ending ending(ParsedRequest request, ParsedResponse response) {
        Ending ending = ending(response);
        if (ending == Ending.CUT
                || !response.response().isStream()
                || response.response().status() >= 400
                || StreamErrors.first(response).isPresent()) {
            return ending;
        }
        long completed = response.response().chunks().stream()
                .filter(chunk -> isLast(response.response().format(), chunk))
                .count();
        return completed >= count(request) ? Ending.COMPLETE : Ending.CUT;
    }

    private static long count(ParsedRequest request) {
        String spelled = request.json()
                .flatMap(body -> body.get("n"))
                .map(n -> n instanceof Json.JsonNumber number ? number.spelling() : "")
                .or(() -> Forms.text(request, "n"))
                .orElse("");
        return spelled.matches("[1-9]\\d{0,2}") ? Long.parseLong(spelled) : 1;
    }

    @Override
    public int status(ParsedResponse response) {
        return StreamErrors.status(response);
    }

    /** URLs of images are signed, and hold for an hour. */
    @Override
    public Optional<Volatility> volatility(String path, String name) {
        return path.startsWith(".data[") && name.equals("url")
                ? Optional.of(Volatility.STATE)
                : OpenAiApi.super.volatility(path, name);
    }

    /** What a model made of the prompt. */
    @Override
    public List<ChannelText> texts(ParsedResponse response) {
        return Texts.of(response, (payload, texts) -> {
            List<Json> images = payload.list("data");
            for (int i = 0; i < images.size(); i++) {
                String path = "data[" + i + "].revised_prompt";
                images.get(i).get("revised_prompt").ifPresent(text -> texts.addAll(path, text, name -> true));
            }
        });
    }

    @Override
    public List<ChatMessage> asked(ParsedRequest request) {
        List<MessagePart> parts = new ArrayList<>(FormParts.files(request));
        Forms.text(request, "prompt").ifPresent(prompt -> parts.add(0, new MessagePart.Text(prompt)));
        return parts.isEmpty() ? List.of() : List.of(new ChatMessage("user", parts));
    }

    @Override
    public List<ChatMessage> answered(ParsedResponse response) {
        List<MessagePart> parts = new ArrayList<>();
        response.values().forEach(payload -> {
            String format = payload.text("output_format");
            payload.get("data").map(Json::items).orElse(List.of()).forEach(image -> parts.addAll(image(image, format)));
            boolean isPartial = EventTypes.type(payload).orElse("").endsWith(".partial_image");
            if (!isPartial) {
                parts.addAll(image(payload, format));
            }
        });
        return parts.isEmpty() ? List.of() : List.of(new ChatMessage("assistant", parts));
    }

    private static List<MessagePart> image(Json image, String format) {
        List<MessagePart> parts = new ArrayList<>();
        String base64 = image.text("b64_json");
        String url = image.text("url");
        if (!base64.isEmpty()) {
            parts.add(MessagePart.Media.ofBase64(ContentParts.type("image", format), base64));
        } else if (!url.isEmpty()) {
            parts.add(MessagePart.Media.ofUrl("image", url));
        }
        String revised = image.text("revised_prompt");
        if (!revised.isEmpty()) {
            parts.add(new MessagePart.Text(revised));
        }
        return parts;
    }

    @Override
    public PlainChunk errorChunk(Json error) {
        return OpenAiErrors.event(error);
    }
}

package io.reprise.core.family.openai.media;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.PlainChunk;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Texts;
import io.reprise.core.family.Titles;
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
import java.util.OptionalLong;

/** OpenAI's sound: speech of a text, and the text of speech, as it was said or translated. */
public final class OpenAiAudio implements OpenAiApi {
    public static final OpenAiAudio FAMILY = new OpenAiAudio();

    private static final List<Route> ROUTES = List.of(
            Route.of("POST", "/audio/speech"),
            Route.of("POST", "/audio/transcriptions"),
            Route.of("POST", "/audio/translations"));
    private static final EventTypes LAST = new EventTypes("speech.audio.done", "transcript.text.done");

    private OpenAiAudio() {}

    @Override
    public String name() {
        return "openai-audio";
    }

    @Override
    public boolean covers(String method, String path) {
        return ROUTES.stream().anyMatch(route -> route.covers(method, path));
    }

    @Override
    public String title(ParsedRequest request) {
        return request.json()
                .flatMap(body -> body.get("input"))
                .map(Titles::of)
                .orElseGet(() -> FormParts.fileName(request));
    }

    /** Some servers stream transcripts like chats, with the end mark of these. */
    @Override
    public boolean isLast(StreamFormat format, Chunk chunk) {
        return format.isEndMark(chunk.bytes()) || LAST.isOneOf(format, chunk);
    }

    @Override
    public Ending ending(ParsedResponse response) {
        return StreamErrors.ending(this, response);
    }

    @Override
    public int status(ParsedResponse response) {
        return response.response().isStream()
                ? StreamErrors.status(response)
                : response.response().status();
    }

    @Override
    public List<ChannelText> texts(ParsedResponse response) {
        return Texts.of(response, (payload, texts) -> {
            boolean isStream = response.response().isStream();
            Optional<Json> text = isStream ? delta(payload) : payload.get("text");
            text.filter(said -> said instanceof Json.JsonString)
                    .ifPresent(said -> texts.addAll("text", said, name -> true));
        });
    }

    private static Optional<Json> delta(Json payload) {
        return payload.get("delta")
                .or(() -> payload.list("choices").stream()
                        .flatMap(choice -> choice.get("delta").flatMap(delta -> delta.get("content")).stream())
                        .findFirst());
    }

    @Override
    public List<ChatMessage> asked(ParsedRequest request) {
        List<MessagePart> parts = new ArrayList<>();
        for (String member : List.of("instructions", "input", "prompt")) {
            Forms.text(request, member).ifPresent(text -> parts.add(new MessagePart.Text(text)));
        }
        parts.addAll(FormParts.files(request));
        return parts.isEmpty() ? List.of() : List.of(new ChatMessage("user", parts));
    }

    @Override
    public List<ChatMessage> answered(ParsedResponse parsed) {
        Response response = parsed.response();
        List<MessagePart> parts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        texts(parsed).forEach(channel -> text.append(channel.joined()));
        if (!text.isEmpty()) {
            parts.add(new MessagePart.Text(text.toString()));
        }
        long sound = response.isStream() ? streamedSound(parsed) : 0;
        if (sound > 0) {
            parts.add(new MessagePart.Media("audio", OptionalLong.of(sound)));
        }
        if (!response.isStream() && text.isEmpty() && response.status() < 400) {
            plain(response).ifPresent(parts::add);
        }
        return parts.isEmpty() ? List.of() : List.of(new ChatMessage("assistant", parts));
    }

    /** A body that is not JSON: sound, or a text such as subtitles. */
    private static Optional<MessagePart> plain(Response response) {
        Bytes body = response.body();
        String type = response.headers().first("content-type").orElse("");
        if (body.isEmpty() || type.startsWith("application/json")) {
            return Optional.empty();
        }
        return type.startsWith("text/")
                ? body.decode().map(MessagePart.Text::new)
                : Optional.of(new MessagePart.Media(type.isEmpty() ? "audio" : type, OptionalLong.of(body.size())));
    }

    private static long streamedSound(ParsedResponse response) {
        long size = 0;
        size += response.values()
                .mapToLong(payload -> MessagePart.Media.decodedSize(payload.text("audio")))
                .sum();
        return size;
    }

    @Override
    public PlainChunk errorChunk(Json error) {
        return OpenAiErrors.event(error);
    }
}

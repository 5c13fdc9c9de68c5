package io.reprise.core.family.google;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Texts;
import io.reprise.core.family.Volatility;
import io.reprise.core.family.part.StreamErrors;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.stream.StreamFormats;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code :generateContent} and {@code :streamGenerateContent}. A stream is server-sent events with {@code alt=sse}, and an array of
 * JSON otherwise. Only the array has an end mark: its closing bracket.
 */
public final class GeminiContent implements GoogleApi {
    public static final ApiFamily FAMILY = new GeminiContent();

    private static final String WHOLE = "generateContent";
    private static final String STREAMED = "streamGenerateContent";
    private static final Pattern EVENTS = Pattern.compile("(^|&)\\$?alt=sse(&|$)");
    private static final int MOST_CANDIDATES = 100;

    private GeminiContent() {}

    @Override
    public String name() {
        return "gemini";
    }

    @Override
    public boolean covers(String method, String path) {
        return method.equals("POST")
                && GoogleMethod.of(path)
                        .filter(called ->
                                called.name().equals(WHOLE) || called.name().equals(STREAMED))
                        .isPresent();
    }

    @Override
    public String title(ParsedRequest request) {
        return GoogleParts.title(request.json().orElse(Json.NULL));
    }

    @Override
    public StreamFormat format(Request request, String contentType) {
        StreamFormat known = StreamFormats.KNOWN.of(contentType);
        boolean isStreamed = GoogleMethod.of(request.path())
                .filter(called -> called.name().equals(STREAMED))
                .isPresent();
        if (known.isStream() || !isStreamed) {
            return known;
        }
        return EVENTS.matcher(request.query()).find()
                ? contentType.isBlank() ? StreamFormats.KNOWN.of("text/event-stream") : known
                : StreamFormats.JSON_ARRAY;
    }

    @Override
    public boolean isLast(StreamFormat format, Chunk chunk) {
        return format.isEndMark(chunk.bytes()) || !isArray(format) && GoogleAnswers.isLast(format, chunk);
    }

    /** Whether a closing bracket follows the last chunk with words. */
    private static boolean isArray(StreamFormat format) {
        return format.equals(StreamFormats.JSON_ARRAY);
    }

    @Override
    public Ending ending(ParsedResponse response) {
        return ending(response, 1);
    }

    @Override
    public Ending ending(ParsedRequest request, ParsedResponse response) {
        return ending(response, candidates(request.json().orElse(Json.NULL)));
    }

    private Ending ending(ParsedResponse response, int candidates) {
        Response received = response.response();
        if (!received.isStream() || received.status() >= 400) {
            return received.ending();
        }
        if (StreamErrors.first(response).isPresent()) {
            return Ending.COMPLETE;
        }
        if (!GoogleAnswers.isFinished(response, candidates)) {
            return Ending.CUT;
        }
        if (received.chunks().stream().anyMatch(chunk -> isLast(received.format(), chunk))) {
            return Ending.COMPLETE;
        }
        return isArray(received.format()) ? Ending.CUT : received.ending();
    }

    private static int candidates(Json request) {
        return GoogleParts.either(request, "generationConfig", "generation_config")
                .flatMap(config -> GoogleParts.either(config, "candidateCount", "candidate_count"))
                .map(count -> count.write(Layout.COMPACT))
                .filter(count -> count.matches("\\d{1,3}"))
                .map(count -> Math.min(MOST_CANDIDATES, Integer.parseInt(count)))
                .orElse(1);
    }

    @Override
    public Optional<Volatility> volatility(String path, String name) {
        return GoogleVolatility.ofContent(path, name);
    }

    @Override
    public List<ChannelText> texts(ParsedResponse response) {
        return Texts.of(response, GoogleAnswers::texts);
    }

    @Override
    public List<ChatMessage> asked(ParsedRequest request) {
        return GoogleParts.asked(request.json().orElse(Json.NULL));
    }

    @Override
    public List<ChatMessage> answered(ParsedResponse response) {
        return GoogleAnswers.answered(response);
    }

    @Override
    public Optional<TokenUsage> usage(ParsedResponse response) {
        return GoogleAnswers.usage(response);
    }
}

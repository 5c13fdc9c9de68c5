package io.reprise.core.family.generic;

import io.reprise.core.exchange.PercentEncoding;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.KeyPlace;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.SocketProtocol;
import io.reprise.core.family.Volatility;
import io.reprise.core.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Conversations to which clients send sound as it is recorded: transcription and voice agents of several providers. Pieces of
 * sound are bytes, or the only content of a message; they do not count, because a clock cuts them.
 */
public final class SpeechSocket implements ApiFamily {
    public static final ApiFamily FAMILY = new SpeechSocket();

    private static final Pattern PATH = Pattern.compile(
            ".*(?:/v\\d/listen|/v\\d/agent/converse|/v3/ws|/v2/realtime/ws|/stt/websocket|/speech-to-text/realtime"
                    + "|/convai/conversation|/v2/live)/*");

    private static final Pattern MODEL = Pattern.compile("(?:^|&)(?:model|model_id|speech_model|agent_id)=([^&]+)");

    /** Members, or types, of messages that are only a piece of sound. */
    private static final Set<String> PIECES = Set.of("user_audio_chunk", "input_audio_chunk", "audio_chunk");

    private static final SocketProtocol PROTOCOL = new SocketProtocol() {
        @Override
        public Optional<Json> counted(Json message, Sound sound) {
            boolean isPiece = PIECES.contains(message.text("type"))
                    || PIECES.contains(message.text("message_type"))
                    || message.members().size() == 1
                            && PIECES.contains(message.members().get(0).name());
            return isPiece && sound == Sound.DOES_NOT_COUNT ? Optional.empty() : Optional.of(message);
        }

        @Override
        public boolean countsBytes() {
            return false;
        }
    };

    private final ApiFamily http = new GenericHttp();

    private SpeechSocket() {}

    @Override
    public String name() {
        return "speech-socket";
    }

    @Override
    public boolean covers(String method, String path) {
        return method.equals("GET") && PATH.matcher(path).matches();
    }

    @Override
    public Optional<String> model(ParsedRequest request) {
        Matcher model = MODEL.matcher(request.request().query());
        return model.find() ? Optional.of(PercentEncoding.decodeForm(model.group(1))) : Optional.empty();
    }

    @Override
    public String title(ParsedRequest request) {
        return http.title(request);
    }

    @Override
    public Json error(int status, String code, String message) {
        return http.error(status, code, message);
    }

    @Override
    public Optional<Volatility> volatility(String path, String name, Json value) {
        return http.volatility(path, name, value);
    }

    @Override
    public SocketProtocol sockets() {
        return PROTOCOL;
    }

    @Override
    public List<KeyPlace> keyPlaces() {
        return http.keyPlaces();
    }
}

package io.reprise.core.family.google;

import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.RequestWords;
import io.reprise.core.family.SocketProtocol;
import io.reprise.core.family.Volatility;
import java.util.Optional;
import java.util.regex.Pattern;

/** The handshake of a conversation with Gemini's Live API, of Google AI or of Vertex AI. Its first message names the model. */
public final class GeminiLive implements GoogleApi {
    public static final ApiFamily FAMILY = new GeminiLive();

    /** Such as {@code /ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent}. */
    private static final Pattern PATH = Pattern.compile(".*/google\\.(?:ai|cloud)\\.[^/]+[./]Bidi[A-Za-z]+/*");

    private static final SocketProtocol PROTOCOL = new LiveProtocol();

    private GeminiLive() {}

    @Override
    public String name() {
        return "gemini-live";
    }

    @Override
    public boolean covers(String method, String path) {
        return method.equals("GET") && PATH.matcher(path).matches();
    }

    @Override
    public Optional<String> model(ParsedRequest request) {
        return Optional.empty();
    }

    @Override
    public String title(ParsedRequest request) {
        return "";
    }

    @Override
    public RequestWords words() {
        return LiveWords.WORDS;
    }

    @Override
    public SocketProtocol sockets() {
        return PROTOCOL;
    }

    @Override
    public Optional<Volatility> volatility(String path, String name) {
        return GoogleVolatility.ofContent(path, name);
    }
}

package io.reprise.core.family.openai.realtime;

import io.reprise.core.exchange.PercentEncoding;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.RequestWords;
import io.reprise.core.family.SocketProtocol;
import io.reprise.core.family.Volatility;
import io.reprise.core.family.openai.OpenAiApi;
import io.reprise.core.family.part.Route;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The handshake of a realtime conversation. The query names the model, or, with Azure, the deployment. */
public final class RealtimeSocket implements OpenAiApi {
    public static final RealtimeSocket FAMILY = new RealtimeSocket();

    private static final List<Route> ROUTES = List.of(
            Route.belowVersion("GET", "/realtime"),
            Route.belowVersion("GET", "/realtime/translations"),
            Route.of("GET", "/audio/transcriptions/realtime"),
            Route.of("GET", "/voice-live/realtime"));

    private static final Pattern MODEL = Pattern.compile("(?:^|&)(?:model|deployment)=([^&]+)");
    private static final SocketProtocol PROTOCOL = new RealtimeProtocol();

    /** What some servers add to an event, besides ids and times. */
    private static final Map<String, Volatility> ADDED = Map.of(
            "rid", Volatility.ID,
            "ts", Volatility.TIME,
            "timestamp", Volatility.TIME,
            "latency", Volatility.OTHER,
            "audio_start_ms", Volatility.OTHER,
            "audio_end_ms", Volatility.OTHER);

    private RealtimeSocket() {}

    @Override
    public String name() {
        return "openai-realtime-socket";
    }

    @Override
    public boolean covers(String method, String path) {
        return ROUTES.stream().anyMatch(route -> route.covers(method, path));
    }

    @Override
    public Optional<String> model(ParsedRequest request) {
        Matcher model = MODEL.matcher(request.request().query());
        return model.find() ? Optional.of(PercentEncoding.decodeForm(model.group(1))) : Optional.empty();
    }

    @Override
    public String title(ParsedRequest request) {
        return "";
    }

    @Override
    public RequestWords words() {
        return RealtimeWords.WORDS;
    }

    @Override
    public SocketProtocol sockets() {
        return PROTOCOL;
    }

    @Override
    public Optional<Volatility> volatility(String path, String name) {
        Volatility added = path.isEmpty() ? ADDED.get(name) : null;
        return added != null ? Optional.of(added) : OpenAiApi.super.volatility(path, name);
    }
}

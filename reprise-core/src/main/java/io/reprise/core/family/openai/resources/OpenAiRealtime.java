package io.reprise.core.family.openai.resources;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Volatility;
import io.reprise.core.family.openai.OpenAiApi;
import io.reprise.core.family.part.Route;
import io.reprise.core.json.Json;
import java.util.List;
import java.util.Optional;

/** Requests with which realtime conversations begin: secrets for browsers, sessions, and calls over WebRTC. */
public final class OpenAiRealtime implements OpenAiApi {
    public static final OpenAiRealtime FAMILY = new OpenAiRealtime();

    private static final List<Route> ROUTES = List.of(
            Route.of("POST", "/realtime/client_secrets"),
            Route.of("POST", "/realtime/translations/client_secrets"),
            Route.of("POST", "/realtime/sessions"),
            Route.of("POST", "/realtime/transcription_sessions"),
            Route.of("POST", "/realtime/calls"),
            Route.of("POST", "/realtime/calls/{id}/accept"),
            Route.of("POST", "/realtime/calls/{id}/hangup"),
            Route.of("POST", "/realtime/calls/{id}/refer"),
            Route.of("POST", "/realtime/calls/{id}/reject"));

    /** How descriptions of sessions begin (SDP, RFC 8866, 5.1). */
    private static final Bytes SDP = Bytes.utf8("v=0");

    private OpenAiRealtime() {}

    @Override
    public String name() {
        return "openai-realtime";
    }

    @Override
    public boolean covers(String method, String path) {
        return ROUTES.stream().anyMatch(route -> route.covers(method, path));
    }

    @Override
    public Optional<String> model(ParsedRequest request) {
        return OpenAiApi.super
                .model(request)
                .or(() -> request.json()
                        .flatMap(body -> body.get("session"))
                        .flatMap(session -> session.get("model"))
                        .flatMap(Json::string));
    }

    @Override
    public boolean asksModel(ParsedRequest request) {
        return false;
    }

    @Override
    public String title(ParsedRequest request) {
        return Route.action(
                ROUTES, request.request().method(), request.request().path());
    }

    /** Secrets are new each time, and sent back as they came. */
    @Override
    public Optional<Volatility> volatility(String path, String name) {
        boolean isSecret = name.equals("value") && (path.isEmpty() || path.equals(".client_secret"));
        return isSecret ? Optional.of(Volatility.STATE) : OpenAiApi.super.volatility(path, name);
    }

    /** A description of a session is new each time as a whole. */
    @Override
    public boolean saysTheSame(ParsedResponse one, ParsedResponse other) {
        boolean isSdp = describesSession(one.response()) && describesSession(other.response());
        return isSdp ? one.response().status() == other.response().status() : OpenAiApi.super.saysTheSame(one, other);
    }

    private static boolean describesSession(Response response) {
        return response.body().startsWith(SDP);
    }
}

package io.reprise.server.relay;

import io.netty.buffer.Unpooled;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.store.OtherServers.Token;
import io.reprise.server.access.RelayPaths;
import io.reprise.server.request.IncomingRequest;
import io.reprise.server.request.RequestHandler;
import io.reprise.server.request.RequestScope;
import io.reprise.server.request.ResponseHead;
import io.reprise.server.shared.SharedResponse;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers other servers of the same store, and hands all else on. Nothing is noted of what they ask: clients are noted where they ask. */
public final class RelayHandler implements RequestHandler {
    /** The holder of that token is this server, and its answer has ended or never was. */
    public static final int ENDED = 404;

    /** Another server is meant, which is not here (RFC 9110, 15.5.20). */
    static final int MISDIRECTED = 421;

    private final OwnAddress address;
    private final Function<Token, Optional<SharedResponse>> offered;
    private final RequestHandler others;

    /** @param offered the answer that may be followed by a token */
    public RelayHandler(OwnAddress address, Function<Token, Optional<SharedResponse>> offered, RequestHandler others) {
        this.address = address;
        this.offered = offered;
        this.others = others;
    }

    @Override
    public @Nullable Bytes formerBody(long size) {
        return others.formerBody(size);
    }

    @Override
    public void handle(IncomingRequest request, RequestScope scope) {
        if (!RelayPaths.isRelay(request.method(), request.target())) {
            others.handle(request, scope);
            return;
        }
        scope.giveBackMemory();
        Optional<Token> token = address.token(request.target());
        Optional<SharedResponse> answer = token.flatMap(offered);
        if (answer.isEmpty() || !RelayedClient.join(scope, answer.get())) {
            ResponseHead head = new ResponseHead(token.isPresent() ? ENDED : MISDIRECTED, Headers.NONE);
            scope.client().respond(head, Unpooled.EMPTY_BUFFER);
            scope.finishUnnoted();
        }
    }
}

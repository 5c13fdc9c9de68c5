package io.reprise.formats;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.HeaderSyntax;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.store.Recording;

/** The headers in a file that Reprise has written itself: those of a recording, and not all that another tool saw on a connection. */
public final class OwnHeaders {
    private OwnHeaders() {}

    /**
     * The same recording with the headers in the file, as far as they can be sent.
     *
     * @param answered of the answer; a conversation keeps what it has
     */
    public static Recording in(Recording recording, Headers asked, Headers answered) {
        Exchange exchange = recording.exchange();
        Request old = exchange.request();
        Request request = new Request(old.method(), old.path(), old.query(), asked(asked), old.body());
        Response response = exchange.socket().isPresent()
                ? exchange.response()
                : exchange.response().withHeaders(answered(old.method(), answered));
        return recording.with(new Exchange(request, response, exchange.socket()));
    }

    private static Headers asked(Headers headers) {
        return headers.endToEnd()
                .filter(field -> HeaderSyntax.isName(field.name()) && HeaderSyntax.isValue(field.value()));
    }

    private static Headers answered(String method, Headers headers) {
        return headers.ofAnswerTo(method)
                .filter(field -> HeaderSyntax.isName(field.name())
                        && HeaderSyntax.isSendable(field.value())
                        && !field.name().equals("date"));
    }
}

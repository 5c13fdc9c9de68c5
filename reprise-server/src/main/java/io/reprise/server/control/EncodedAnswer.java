package io.reprise.server.control;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.json.Layout;
import io.reprise.core.redact.CredentialMask;

/** An answer as it is sent. */
record EncodedAnswer(int status, Headers headers, Bytes bytes) {
    private static final String NO_STORE = "no-store";

    /** @param mask of its words */
    static EncodedAnswer of(ControlAnswer answer, CredentialMask mask) {
        if (answer instanceof ControlAnswer.OfJson json) {
            return of(json, "application/json", Bytes.utf8(mask.of(json.body()).write(Layout.INDENTED) + "\n"));
        }
        if (answer instanceof ControlAnswer.OfText text) {
            return of(text, text.contentType(), Bytes.utf8(mask.of(text.text())));
        }
        ControlAnswer.OfBytes bytes = (ControlAnswer.OfBytes) answer;
        return of(bytes, bytes.contentType(), bytes.bytes());
    }

    private static EncodedAnswer of(ControlAnswer answer, String contentType, Bytes bytes) {
        Headers headers = answer.headers().plus("content-type", contentType).plus("x-content-type-options", "nosniff");
        boolean namesCaching = headers.first("cache-control").isPresent();
        return new EncodedAnswer(
                answer.status(), namesCaching ? headers : headers.plus("cache-control", NO_STORE), bytes);
    }
}

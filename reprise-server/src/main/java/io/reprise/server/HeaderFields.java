package io.reprise.server;

import io.reprise.core.exchange.Headers;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Header fields between Vert.x's form and ours. */
final class HeaderFields {
    private HeaderFields() {}

    static Headers read(MultiMap fields) {
        List<Headers.Field> all = new ArrayList<>();
        for (Map.Entry<String, String> field : fields) {
            all.add(new Headers.Field(field.getKey(), field.getValue()));
        }
        return new Headers(all);
    }

    /** Sets status and headers; a body whose length is not known is sent chunked. */
    static void write(HttpServerResponse response, SharedResponse.Head head) {
        response.setStatusCode(head.status());
        head.headers().fields().forEach(field -> response.headers().add(field.name(), field.value()));
        boolean canHaveBody = head.status() >= 200 && head.status() != 204 && head.status() != 304;
        if (canHaveBody && head.headers().first("content-length").isEmpty()) {
            response.setChunked(true);
        }
    }
}

package io.reprise.server.network;

import io.reprise.core.exchange.Headers;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads header fields of Vert.x. */
public final class HeaderFields {
    private HeaderFields() {}

    public static Headers read(MultiMap fields) {
        List<Headers.Field> all = new ArrayList<>();
        for (Map.Entry<String, String> field : fields) {
            all.add(new Headers.Field(field.getKey(), field.getValue()));
        }
        return new Headers(all);
    }
}

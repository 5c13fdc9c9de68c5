package io.reprise.formats.cassette;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.json.Layout;
import io.reprise.formats.DocumentException;
import io.reprise.formats.yaml.Value;
import java.util.Base64;
import java.util.List;

/** The bytes of a body in all the ways in which these tools keep one. */
final class CassetteBody {
    private static final String BASE64 = "base64:";

    private CassetteBody() {}

    /** The body of a request or a response of a row; bytes may still have a content coding. */
    static Bytes of(Value message, CassetteFile.Dialect dialect) {
        Value parsed = message.get("parsed_body").orElse(Value.NULL);
        if (!parsed.isNull()) {
            return compact(parsed);
        }
        Value body = message.get("body").or(() -> message.get("content")).orElse(Value.NULL);
        if (dialect == CassetteFile.Dialect.TEST_AGENT && body.text().orElse("").startsWith(BASE64)) {
            return decoded(body.text().orElse("").substring(BASE64.length()));
        }
        return bytes(body);
    }

    private static Bytes bytes(Value body) {
        Value inner = body;
        while (inner.get("string").isPresent() && !inner.has("base64_string")) {
            inner = inner.get("string").orElse(Value.NULL);
        }
        if (inner.text("base64_string").isPresent()) {
            return decoded(inner.text("base64_string").orElse(""));
        }
        boolean isEmptyBody =
                !inner.has("string") && inner.has("encoding") && inner.entries().size() == 1;
        if (isEmptyBody) {
            return Bytes.EMPTY;
        }
        boolean isScalar = inner.entries().isEmpty()
                && inner.items().isEmpty()
                && inner.object().isEmpty();
        return isScalar ? inner.octets().orElse(Bytes.EMPTY) : json(inner);
    }

    /** A value in the place of a text, as a client may have changed it before it was kept; pieces of a body are joined. */
    private static Bytes json(Value body) {
        List<Value> items = body.items();
        boolean isOfPieces = !items.isEmpty() && items.stream().allMatch(item -> item instanceof Value.Binary);
        return isOfPieces
                ? Bytes.concat(items.stream()
                        .map(item -> item.octets().orElse(Bytes.EMPTY))
                        .toList())
                : compact(body);
    }

    /**
     * The JSON of a value.
     *
     * @throws DocumentException if it has an object of another kind, whose members are no body
     */
    static Bytes compact(Value value) {
        value.object().ifPresent(object -> {
            throw new DocumentException(
                    "a body is an object of '" + object.name() + "', of which the text is not known");
        });
        return Bytes.utf8(value.json().write(Layout.COMPACT));
    }

    private static Bytes decoded(String base64) {
        try {
            return Bytes.owning(Base64.getMimeDecoder().decode(base64));
        } catch (IllegalArgumentException wrong) {
            throw new DocumentException("a body is not base64");
        }
    }
}

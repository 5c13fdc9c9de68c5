package io.reprise.formats.orcareplay;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.formats.Document;
import io.reprise.formats.DocumentException;
import io.reprise.formats.NotImportedException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The body in an event: in its line, or in a file that its digest names. */
record EventPayload(Bytes bytes) {
    private static final Pattern DIGEST = Pattern.compile("sha256:([0-9a-f]{2})([0-9a-f]{62})");

    /** @throws NotImportedException if the event has none */
    static EventPayload of(Document document, Json event) {
        Json payload = event.get("payload").orElseThrow(() -> new NotImportedException("its trace has no bodies"));
        return new EventPayload(
                payload.get("$blob").isPresent()
                        ? spelled(attached(document, payload.text("$blob")), payload.text("media_type"))
                        : Bytes.utf8(payload.string().orElseGet(() -> payload.write(Layout.COMPACT))));
    }

    /** A file has what else would be in the line: a text with its quotes. */
    private static Bytes spelled(Bytes file, String mediaType) {
        return mediaType.equals("application/json")
                ? Json.tryParse(file).flatMap(Json::string).map(Bytes::utf8).orElse(file)
                : file;
    }

    private static Bytes attached(Document document, String digest) {
        Matcher named = DIGEST.matcher(digest);
        if (!named.matches()) {
            throw new DocumentException("a body of it is in a file that is not named by a digest");
        }
        return document.attached("blobs/" + named.group(1) + "/" + named.group(1) + named.group(2));
    }

    /** Of events, of JSON, or of text. */
    String contentType() {
        String text = bytes.decode().orElse("").stripLeading();
        if (text.startsWith("data:") || text.startsWith("event:")) {
            return "text/event-stream";
        }
        return Json.tryParse(bytes).isPresent() ? "application/json" : "text/plain";
    }
}

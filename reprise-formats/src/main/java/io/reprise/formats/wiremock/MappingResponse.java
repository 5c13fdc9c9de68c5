package io.reprise.formats.wiremock;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.formats.DocumentException;
import io.reprise.formats.Loss;
import io.reprise.formats.NotImportedException;
import io.reprise.formats.RecordedAnswer;
import io.reprise.formats.SourceFiles;
import io.reprise.formats.Stubs;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a mapping answers. */
final class MappingResponse {
    private static final int OK = 200;
    private static final List<String> RANDOM = List.of("delayDistribution", "chunkedDribbleDelay");

    private MappingResponse() {}

    /**
     * The answer.
     *
     * @param root of the source
     * @param file that has the mapping
     * @param losses gets what a recording does not have
     * @throws NotImportedException if it is made when it is asked for, or is none of HTTP
     */
    static RecordedAnswer of(Json mapping, Path root, Path file, List<Loss> losses) {
        Json response = mapping.get("response").orElse(Json.NULL);
        if (!response.text("fault").isEmpty()) {
            throw new NotImportedException("it answers with a fault; X-Reprise-Fault and rules do that");
        }
        if (!response.text("proxyBaseUrl").isEmpty()) {
            throw new NotImportedException("it passes requests on");
        }
        Bytes body = body(response, root, file);
        Headers headers = Stubs.headers(response.get("headers").orElse(Json.NULL));
        boolean isTransformed = !response.list("transformers").isEmpty();
        if (isTransformed && (isTemplate(body.toString()) || isTemplate(headers.toString()))) {
            throw new NotImportedException("its response is a template");
        }
        if (isTransformed) {
            losses.add(new Loss("response.transformers", "the response is kept as the mapping has it"));
        }
        for (String member : RANDOM) {
            response.get(member)
                    .ifPresent(
                            any -> losses.add(new Loss("response." + member, "--pace has its own models of delays")));
        }
        if (!response.text("statusMessage").isEmpty()) {
            losses.add(new Loss("response.statusMessage", "the text after a status is not kept"));
        }
        for (String action : List.of("postServeActions", "serveEventListeners")) {
            mapping.get(action)
                    .filter(any -> !any.items().isEmpty() || !any.members().isEmpty())
                    .ifPresent(any -> losses.add(new Loss(action, "nothing is called when a recording is replayed")));
        }
        return new RecordedAnswer(Stubs.number(response, "status", OK), headers, body);
    }

    /** Milliseconds until the answer. */
    static long delay(Json mapping) {
        return mapping.get("response")
                .map(response -> (long) Math.max(0, Stubs.number(response, "fixedDelayMilliseconds", 0)))
                .orElse(0L);
    }

    private static boolean isTemplate(String text) {
        return text.contains("{{");
    }

    private static Bytes body(Json response, Path root, Path file) {
        Optional<Json> json = response.get("jsonBody");
        if (json.isPresent()) {
            return Bytes.utf8(json.get().write(Layout.COMPACT));
        }
        if (!response.text("base64Body").isEmpty()) {
            return Stubs.base64(response.text("base64Body"));
        }
        String name = response.text("bodyFileName");
        return name.isEmpty() ? Bytes.utf8(response.text("body")) : attached(name, root, file);
    }

    private static Bytes attached(String name, Path root, Path file) {
        if (isTemplate(name)) {
            throw new NotImportedException("its response is a template");
        }
        for (Path place = file.toAbsolutePath().getParent(); place != null; place = place.getParent()) {
            try {
                Path files = place.resolve(WireMockFormat.FILES);
                Path body = files.resolve(name).normalize();
                if (body.startsWith(files) && files.toFile().isDirectory()) {
                    return SourceFiles.tree(root).read(body);
                }
            } catch (IOException | InvalidPathException unreadable) {
                break;
            }
        }
        throw new DocumentException("its body is in a file in '" + WireMockFormat.FILES
                + "' that is missing, cannot be read, or is not within the source; import the directory that has 'mappings' and '"
                + WireMockFormat.FILES + "'");
    }
}

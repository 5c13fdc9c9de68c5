package io.reprise.formats.wiremock;

import io.reprise.core.json.Json;
import io.reprise.core.json.JsonSyntaxException;
import io.reprise.core.store.durable.FileFailures;
import io.reprise.formats.DocumentException;
import io.reprise.formats.Found;
import io.reprise.formats.JsonLimits;
import io.reprise.formats.Loss;
import io.reprise.formats.NotImportedException;
import io.reprise.formats.RecordedAnswer;
import io.reprise.formats.RecordedCall;
import io.reprise.formats.Source;
import io.reprise.formats.SourceFiles;
import io.reprise.formats.StubbedExchange;
import io.reprise.formats.Stubs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** All mappings of a source. The files are read twice: which answer comes first is known when all have been seen. */
final class WireMockSource implements Source {
    private static final long MOST = Math.max(1 << 20, Runtime.getRuntime().maxMemory() / 12);

    private final Path root;
    private final List<Path> files;

    WireMockSource(Path root, List<Path> files) {
        this.root = root;
        this.files = List.copyOf(files);
    }

    @Override
    public int files() {
        return files.size();
    }

    @Override
    public void forEach(Consumer<Found> visitor) {
        List<StubMapping> mappings = new ArrayList<>();
        for (Path file : files) {
            try {
                mappings.addAll(mappings(file, visitor));
            } catch (IOException | JsonSyntaxException | DocumentException broken) {
                visitor.accept(new Found.Unreadable(
                        SourceFiles.origin(root, file), "it cannot be read: " + FileFailures.unreadable(broken)));
            }
        }
        MappingOrder order = new MappingOrder(mappings);
        Path open = root;
        List<Json> content = List.of();
        for (StubMapping mapping : order.sorted()) {
            try {
                if (!open.equals(mapping.file()) || content.isEmpty()) {
                    content = StubMapping.in(json(mapping.file()));
                    open = mapping.file();
                }
                visitor.accept(found(mapping, content.get(mapping.number()), order));
            } catch (IOException | JsonSyntaxException | DocumentException | IndexOutOfBoundsException changed) {
                visitor.accept(new Found.Unreadable(mapping.origin(), "it has changed while it was read"));
            }
        }
    }

    private List<StubMapping> mappings(Path file, Consumer<Found> visitor) throws IOException {
        String origin = SourceFiles.origin(root, file);
        List<Json> all = StubMapping.in(json(file));
        if (all.isEmpty()) {
            visitor.accept(new Found.LeftOut(origin, "it has no mappings"));
        }
        List<StubMapping> mappings = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            String part = all.size() == 1 ? origin : origin + "#" + (i + 1);
            mappings.add(StubMapping.of(all.get(i), file, i, part, key(all.get(i))));
        }
        return mappings;
    }

    private static String key(Json mapping) {
        try {
            String test = OwnMetadata.in(mapping)
                    .map(own -> own.test() + own.own().text("upstream"))
                    .orElse("");
            return Stubs.key(MappingRequest.of(mapping, new ArrayList<>())) + test;
        } catch (NotImportedException | DocumentException none) {
            return "";
        }
    }

    private Found found(StubMapping mapping, Json json, MappingOrder order) {
        return Found.orReason(mapping.origin(), () -> {
            List<Loss> losses = new ArrayList<>(order.losses(mapping));
            RecordedCall call = MappingRequest.of(json, losses);
            Optional<StubMapping> hidden = order.hiddenBy(mapping);
            if (hidden.isPresent()) {
                return new Found.LeftOut(mapping.origin(), "another mapping answers the same request before it");
            }
            RecordedAnswer answer = MappingResponse.of(json, root, mapping.file(), losses);
            Optional<OwnMetadata> own = OwnMetadata.in(json);
            RecordedAnswer plain = own.isEmpty()
                    ? answer
                    : new RecordedAnswer(answer.status(), answer.headers().without("content-encoding"), answer.body());
            Found found = new StubbedExchange(call, plain, MappingResponse.delay(json), losses).found(mapping.origin());
            return own.isPresent() && found instanceof Found.Converted converted
                    ? own.get().with(converted, answer.headers())
                    : found;
        });
    }

    private Json json(Path file) throws IOException {
        String text = SourceFiles.text(root, file);
        if (text.length() > MOST) {
            throw new IOException(
                    "it has more than " + (MOST >> 20)
                            + " MiB, which is too large for the memory of this program; give more with REPRISE_JAVA_OPTS=-Xmx4g");
        }
        JsonLimits.check(text);
        return Json.parse(text.startsWith("\ufeff") ? text.substring(1) : text);
    }
}

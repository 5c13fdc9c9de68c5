package io.reprise.formats.llamastack;

import io.reprise.core.redact.Redaction;
import io.reprise.core.store.ScrubStep;
import io.reprise.core.store.Store;
import io.reprise.formats.Exporter;
import io.reprise.formats.Format;
import io.reprise.formats.Lint;
import io.reprise.formats.Scrub;
import io.reprise.formats.Source;
import io.reprise.formats.llamastack.file.LlamaStackTree;
import io.reprise.formats.llamastack.request.Hosts;
import java.nio.file.Path;
import java.util.Optional;

/** The directories of JSON files in which llama-stack (now OGX) keeps its recordings. */
public final class LlamaStackFormat implements Format {
    @Override
    public String name() {
        return "llama-stack";
    }

    @Override
    public boolean recognises(Path path) {
        return LlamaStackTree.recognises(path);
    }

    @Override
    public boolean claims(Path root, Path file) {
        return LlamaStackTree.isOne(root, file);
    }

    @Override
    public Source open(Path path) {
        return new LlamaStackSource(path, LlamaStackTree.files(path));
    }

    @Override
    public Optional<Store> store(Path directory, InPlace inPlace) {
        return recognises(directory) ? Optional.of(new LlamaStackStore(directory, inPlace)) : Optional.empty();
    }

    @Override
    public boolean isExported() {
        return true;
    }

    @Override
    public Optional<Exporter> exporter(Path target, InPlace inPlace) {
        return Optional.of(new LlamaStackExporter(target, new Hosts(inPlace.upstreams())));
    }

    @Override
    public Optional<Lint> lint(Path directory, Redaction redaction) {
        return recognises(directory) ? Optional.of(new LlamaStackLint(directory, redaction)) : Optional.empty();
    }

    @Override
    public Optional<Scrub> scrub(Path directory, Redaction redaction, ScrubStep.Extent extent) {
        return recognises(directory)
                ? Optional.of(new LlamaStackScrub(directory, redaction, extent))
                : Optional.empty();
    }
}

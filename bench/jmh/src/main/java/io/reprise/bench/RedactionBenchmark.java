package io.reprise.bench;

import io.reprise.core.redact.Redaction;
import io.reprise.core.store.Recording;
import io.reprise.core.store.file.RecordingFile;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The search for credentials in the demo's exchange of 55 chunks, before it is kept. */
@State(Scope.Benchmark)
public class RedactionBenchmark {
    private final Redaction redaction = Redaction.DEFAULT;
    private final Recording recording = RecordingFile.read(Inputs.recordingFile(), "the demo");

    @Benchmark
    public Object search() {
        return redaction.apply(recording.exchange());
    }

    @Benchmark
    public byte[] referenceCopy() {
        return recording.exchange().response().body().toArray();
    }
}

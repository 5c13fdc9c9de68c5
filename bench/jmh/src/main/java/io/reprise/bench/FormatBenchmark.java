package io.reprise.bench;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.store.Recording;
import io.reprise.core.store.file.RecordingFile;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The file of the demo's recording of 55 chunks, read and written as a store of a directory does it, without the disk. */
@State(Scope.Benchmark)
public class FormatBenchmark {
    private final Bytes file = Inputs.recordingFile();
    private final byte[] text = file.toArray();
    private final Recording recording = RecordingFile.read(file, "the demo");

    @Benchmark
    public Recording read() {
        return RecordingFile.read(file, "the demo");
    }

    @Benchmark
    public Bytes write() {
        return RecordingFile.write(recording);
    }

    @Benchmark
    public long referenceParse() throws IOException {
        return Inputs.parse(text);
    }

    @Benchmark
    public byte[] referenceCopy() {
        return text.clone();
    }
}

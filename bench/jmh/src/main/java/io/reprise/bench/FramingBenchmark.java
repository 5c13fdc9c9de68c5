package io.reprise.bench;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Framer;
import io.reprise.core.store.file.RecordingFile;
import io.reprise.core.stream.StreamFormats;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The demo's stream of 55 chunks, as it arrives, to its chunks. */
@State(Scope.Benchmark)
public class FramingBenchmark {
    @Param({"whole", "bytes"})
    public String pieces = "";

    private final List<Bytes> arriving = new ArrayList<>();
    private int size;

    @Setup
    public void prepare() {
        Bytes stream = RecordingFile.read(Inputs.recordingFile(), "the demo")
                .exchange()
                .response()
                .body();
        size = stream.size();
        int step = pieces.equals("whole") ? size : 1;
        for (int from = 0; from < size; from += step) {
            arriving.add(stream.slice(from, from + step));
        }
    }

    @Benchmark
    public int chunks() {
        Framer framer = StreamFormats.SSE.framer();
        int chunks = 0;
        for (Bytes piece : arriving) {
            chunks += framer.feed(piece).size();
        }
        return chunks;
    }

    @Benchmark
    public byte[] referenceCopy() {
        byte[] copy = new byte[size];
        int at = 0;
        for (Bytes piece : arriving) {
            piece.buffer().get(copy, at, piece.size());
            at += piece.size();
        }
        return copy;
    }
}

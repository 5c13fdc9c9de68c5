package io.reprise.bench;

import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A chat request to its key. */
@State(Scope.Benchmark)
public class KeyBenchmark {
    @Param({"175 B", "47 KB", "1 MB"})
    public String size = "";

    private byte[] body = {};
    private Request request = Request.get("/");

    @Setup
    public void prepare() {
        String text = switch (size) {
            case "175 B" -> Inputs.shortRequest();
            case "47 KB" -> Inputs.longRequest();
            default -> Inputs.pictureRequest();
        };
        body = text.getBytes(StandardCharsets.UTF_8);
        request = Request.post("/v1/chat/completions", text);
    }

    @Benchmark
    public Question question() {
        return KeyRules.NONE.question(request, TestId.NONE);
    }

    @Benchmark
    public byte[] referenceDigest() throws NoSuchAlgorithmException {
        return MessageDigest.getInstance("SHA-256").digest(body);
    }

    @Benchmark
    public long referenceParse() throws IOException {
        return Inputs.parse(body);
    }
}

package io.reprise.core.store.housekeeping;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.Store;
import io.reprise.core.store.directory.DirectoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Recordings whose bodies have files of their own. */
final class SoundRecordings {
    private SoundRecordings() {}

    static Path keep(Path root, TestId test, String words, long seed) {
        Question question = question(test, words);
        try (Store store = new DirectoryStore(root, KeyRules.NONE)) {
            return root.resolve(
                    store.append(question, "", exchange(question, seed)).location());
        }
    }

    static Question question(TestId test, String words) {
        Request request = Request.post("/v1/audio/speech", "{\"input\":\"" + words + "\"}");
        return KeyRules.NONE.question(request, test);
    }

    static Exchange exchange(Question question, long seed) {
        return new Exchange(question.request(), Response.whole(200, "audio/mpeg", sound(seed)));
    }

    static Bytes sound(long seed) {
        byte[] sound = new byte[64 << 10];
        new Random(seed).nextBytes(sound);
        return Bytes.owning(sound);
    }

    static List<Path> bodies(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".mp3"))
                    .sorted()
                    .toList();
        }
    }
}

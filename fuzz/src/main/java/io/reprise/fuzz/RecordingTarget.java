package io.reprise.fuzz;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.key.KeyRules;
import io.reprise.core.store.Recording;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.file.RecordingFile;
import java.util.List;
import java.util.Optional;

/** Recording files: what is read and written is the same recording again, in the same bytes from then on; what is wrong is said in one sentence. */
final class RecordingTarget implements FuzzTarget {
    @Override
    public void check(Input input) {
        Bytes file = input.bytes();
        Expect.orRefusal(StoreException.class, () -> RecordingFile.members(file, "fuzz.json"));
        Expect.that(!RecordingFile.claims(file) || file.size() > 0, "nothing claims nothing");
        Optional<RecordingFile.Read> read = Expect.orRefusal(
                StoreException.class,
                () -> RecordingFile.parse(file, "fuzz.json", name -> Bytes.utf8("the body in " + name)));
        read.map(RecordingFile.Read::recording).ifPresent(RecordingTarget::check);
    }

    /** What a store would do with it. */
    static void check(Recording recording) {
        Bytes written = RecordingFile.write(recording);
        Recording again = RecordingFile.read(written, "again.json");
        Expect.same(again.exchange().response(), recording.exchange().response(), "the response, read again");
        Expect.same(again.exchange().socket(), recording.exchange().socket(), "the conversation, read again");
        Expect.same(key(again), key(recording), "the key, read again");
        Expect.same(RecordingFile.write(again), written, "the file, written again");
    }

    private static String key(Recording recording) {
        return KeyRules.NONE
                .question(recording.exchange().request(), recording.test())
                .key()
                .toString();
    }

    @Override
    public List<Bytes> seeds() {
        String begin =
                "{\"reprise\": 1, \"test\": \"t\", \"request\": {\"method\": \"POST\", \"path\": \"/v1/chat/completions\", "
                        + "\"body\": {\"model\": \"m\"}}, \"response\": {\"status\": 200, ";
        return List.of(
                Bytes.utf8(
                        begin
                                + "\"headers\": {\"content-type\": \"application/json\"}, \"layout\": \"spaced\", \"body\": {\"a\": 1.0}}}"),
                Bytes.utf8(
                        begin + "\"framing\": \"sse\", \"chunks\": [{\"at\": 1, \"data\": {\"a\":1}}, "
                                + "{\"at\": 2, \"event\": \"x\", \"data\": 1}, {\"at\": 3, \"raw\": \"data: [DONE]\\n\\n\"}, {\"at\": 3, \"base64\": \"/w==\"}]}}"),
                Bytes.utf8(
                        begin
                                + "\"framing\": \"event-stream\", \"chunks\": [{\"at\": 1, \"event\": \"chunk\", \"data\": {}}]}}"),
                Bytes.utf8(begin.replace(": 1,", ": 3,") + "\"file\": {\"name\": \"a.png\", \"sha256\": \"00\"}}}"),
                Bytes.utf8(
                        "{\"reprise\": 3, \"request\": {\"method\": \"GET\", \"path\": \"/v1/realtime\"}, \"response\": {\"status\": 101}, "
                                + "\"messages\": [{\"at\": 1, \"from\": \"client\", \"data\": {}}, {\"at\": 2, \"text\": \"x\"}], \"close\": {\"at\": 3, \"code\": 1000}}"),
                Bytes.utf8(begin + "\"body\": " + "[".repeat(20_000)),
                Bytes.utf8(begin + "\"body\": " + "[".repeat(5_000) + "]".repeat(5_000) + "}}"),
                Bytes.utf8("[".repeat(20_000)));
    }
}

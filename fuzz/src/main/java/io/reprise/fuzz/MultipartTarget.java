package io.reprise.fuzz;

import io.reprise.core.content.Multipart;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.HeaderValue;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.family.part.Forms;
import io.reprise.core.key.KeyRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Multipart bodies and forms: the parts lie within the body, and the same parts are the same question with any other boundary. */
final class MultipartTarget implements FuzzTarget {
    private static final String BOUNDARY = "another-boundary-4711";

    @Override
    public void check(Input input) {
        List<Bytes> given = input.parts(2);
        Request request = new Request(
                "POST",
                "/v1/files",
                "",
                Headers.of("content-type", "multipart/form-data; " + given.get(0)),
                given.get(1));
        ParsedRequest parsed = ApiFamilies.parse(request);
        Optional<List<Multipart.Part>> parts = Multipart.parse(request.headers(), request.body());
        Expect.same(Forms.parts(parsed), parts.orElse(List.of()), "the parts of the form");
        Forms.parts(parsed)
                .forEach(part -> Expect.that(
                        Forms.nameOf(part).length() + Forms.fileName(part).length()
                                <= request.body().size(),
                        "names are no longer than the body"));
        String key = KeyRules.NONE.question(request, TestId.NONE).key().toString();
        parts.filter(all -> !request.body().contains(Bytes.utf8(BOUNDARY))
                        && all.stream().allMatch(MultipartTarget::isWritable))
                .ifPresent(all -> Expect.same(
                        KeyRules.NONE
                                .question(rewritten(request, all), TestId.NONE)
                                .key()
                                .toString(),
                        key,
                        "the key with another boundary"));
    }

    /** Whether its headers say the same in one line each: what was joined may end with white space. */
    private static boolean isWritable(Multipart.Part part) {
        return part.headers().values().stream()
                .allMatch(value -> HeaderValue.trimmed(value).equals(value));
    }

    private static Request rewritten(Request request, List<Multipart.Part> parts) {
        List<Bytes> body = new ArrayList<>();
        for (Multipart.Part part : parts) {
            body.add(Bytes.utf8("--" + BOUNDARY + "\r\n"));
            part.headers().forEach((name, value) -> body.add(Bytes.utf8(name + ": " + value + "\r\n")));
            body.add(Bytes.utf8("\r\n"));
            body.add(part.content());
            body.add(Bytes.utf8("\r\n"));
        }
        body.add(Bytes.utf8("--" + BOUNDARY + "--\r\n"));
        return new Request(
                request.method(),
                request.path(),
                request.query(),
                Headers.of("content-type", "multipart/form-data; boundary=" + BOUNDARY),
                Bytes.concat(body));
    }

    @Override
    public List<Bytes> seeds() {
        String part = "--x\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nassistants\r\n";
        String file = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jsonl\"\r\n"
                + "Content-Type: application/jsonl\r\n\r\n{\"a\":1}\n\r\n";
        return List.of(
                Input.joined("boundary=x", part + file + "--x--\r\n"),
                Input.joined("boundary=\"x\"", "preamble\r\n" + part + "--x--\r\nepilogue"),
                Input.joined("boundary=x; boundary=y", part),
                Input.joined("boundary=x", "--x\r\n".repeat(5_000)),
                Input.joined("boundary=x", "--x\r\nA: " + "b; c=\"".repeat(1_300) + "\r\n\r\n\r\n--x--"));
    }

    @Override
    public boolean readsRealTraffic() {
        return false;
    }
}

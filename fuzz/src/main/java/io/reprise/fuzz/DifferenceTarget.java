package io.reprise.fuzz;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.explain.difference.Difference;
import io.reprise.core.explain.difference.Differences;
import io.reprise.core.key.KeyRule;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.redact.CredentialMask;
import io.reprise.core.redact.Redaction;
import java.util.List;

/** What differs between two requests: something exactly where their keys differ, in few words; the rules that it names can be read. */
final class DifferenceTarget implements FuzzTarget {
    private static final int LONGEST = 20_000;
    private static final CredentialMask MASK = Redaction.DEFAULT.words();

    @Override
    public void check(Input input) {
        List<Bytes> parts = input.parts(6);
        boolean areBodies = parts.get(2).isEmpty();
        Request recorded = Input.request(areBodies ? List.of(parts.get(0), Bytes.EMPTY, Bytes.EMPTY) : parts);
        Request asked =
                Input.request(areBodies ? List.of(parts.get(1), Bytes.EMPTY, Bytes.EMPTY) : parts.subList(3, 6));
        Question before = KeyRules.NONE.question(recorded, TestId.NONE);
        Question after = KeyRules.NONE.question(asked, TestId.NONE);
        List<Difference> differences = Differences.between(before, after, MASK);
        Expect.same(differences.isEmpty(), before.key().equals(after.key()), "whether nothing differs: " + differences);
        for (Difference difference : differences) {
            Expect.that(!difference.where().isBlank() && !difference.what().isBlank(), "a difference has words");
            Expect.that(difference.toString().length() <= LONGEST, "a difference has few words");
            difference.rules().forEach(KeyRule::parse);
        }
        Expect.that(Differences.between(before, before, MASK).isEmpty(), "nothing differs from itself");
    }

    @Override
    public List<Bytes> seeds() {
        String chat =
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"tell me a joke\"}],\"tools\":[{\"function\":{\"name\":\"f\"}}]}";
        String json = "content-type: application/json";
        String form = "--x\r\ncontent-disposition: form-data; name=\"a\"; filename=\"f\"\r\n\r\nb\r\n--x--";
        return List.of(
                Input.joined(chat, chat.replace("joke", "story about cats").replace("\"f\"", "\"g\"")),
                Input.joined("POST /a?b=c", json, chat, "PUT /d?e", "range: bytes=1-2", "[1,2,{\"a\":null}]"),
                Input.joined(
                        "POST /a",
                        "content-type: multipart/form-data; boundary=x",
                        form,
                        "POST /a",
                        "content-type: multipart/form-data; boundary=x",
                        form.replace("b\r", "c\r")),
                Input.joined("[".repeat(10_000) + "]".repeat(10_000), "[".repeat(9_999) + "]".repeat(9_999)),
                Input.joined("not json", "also not"));
    }
}

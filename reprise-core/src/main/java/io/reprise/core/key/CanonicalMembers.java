package io.reprise.core.key;

import io.reprise.core.json.Json;
import io.reprise.core.json.Json.JsonArray;
import io.reprise.core.json.Json.JsonObject;
import io.reprise.core.json.Json.JsonString;
import io.reprise.core.json.Json.Member;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The canonical form of a request as one JSON object. docs/key.md names its members. */
final class CanonicalMembers {
    private CanonicalMembers() {}

    static Json of(ComparedRequest request) {
        List<Member> members = new ArrayList<>();
        body(request.body()).ifPresent(members::add);
        headers(request.headers()).ifPresent(members::add);
        members.add(member("method", request.method()));
        members.add(member("path", request.target().path()));
        List<String> query = request.target().query();
        if (!query.isEmpty()) {
            members.add(new Member(
                    "query",
                    new JsonArray(query.stream().<Json>map(JsonString::new).toList())));
        }
        return new JsonObject(members);
    }

    private static Optional<Member> body(Body body) {
        if (body instanceof Body.Value value) {
            return Optional.of(body(new Member("json", value.json())));
        } else if (body instanceof Body.Opaque opaque) {
            MessageDigest digest = Sha256.begin();
            digest.update(opaque.bytes().buffer());
            return Optional.of(body(member("bytes", Sha256.end(digest).hex())));
        } else if (body instanceof Body.Parts parts) {
            List<Json> all = parts.parts().stream().map(CanonicalMembers::part).toList();
            return Optional.of(body(new Member("multipart", new JsonArray(all))));
        }
        return Optional.empty();
    }

    private static Member body(Member kind) {
        return new Member("body", new JsonObject(List.of(kind)));
    }

    private static Json part(Part part) {
        List<Member> members = new ArrayList<>();
        body(part.body()).ifPresent(members::add);
        headers(part.headers()).ifPresent(members::add);
        part.labels().forEach((name, value) -> members.add(member(name, value)));
        return new JsonObject(members);
    }

    private static Optional<Member> headers(Map<String, String> headers) {
        List<Member> members = headers.entrySet().stream()
                .map(header -> member(header.getKey(), header.getValue()))
                .toList();
        return members.isEmpty() ? Optional.empty() : Optional.of(new Member("headers", new JsonObject(members)));
    }

    private static Member member(String name, String value) {
        return new Member(name, new JsonString(value));
    }
}

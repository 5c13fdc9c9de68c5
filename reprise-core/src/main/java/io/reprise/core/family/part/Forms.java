package io.reprise.core.family.part;

import io.reprise.core.content.Multipart;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.json.Json;
import java.util.List;
import java.util.Optional;

/** The members of a request that are sent as JSON by some clients and as {@code multipart/form-data} by others. */
public final class Forms {
    private Forms() {}

    /** The text of a JSON member or of a part; empty if there is none, or if it is a file. */
    public static Optional<String> text(ParsedRequest request, String name) {
        Optional<String> member = request.json().flatMap(body -> body.get(name)).flatMap(Json::string);
        return member.isPresent()
                ? member
                : parts(request).stream()
                        .filter(part ->
                                nameOf(part).equals(name) && fileName(part).isEmpty())
                        .flatMap(part -> part.content().decode().stream())
                        .findFirst();
    }

    /** The parts of a form; none if the body is not one. */
    public static List<Multipart.Part> parts(ParsedRequest request) {
        return Multipart.parse(request.request().headers(), request.request().body())
                .orElse(List.of());
    }

    /** The name of a form's member; empty if it has none. */
    public static String nameOf(Multipart.Part part) {
        return part.formData().map(form -> form.get("name")).orElse("");
    }

    /** The name of the file that a part has; empty if it is no file. */
    public static String fileName(Multipart.Part part) {
        return part.formData().map(form -> form.get("filename")).orElse("");
    }
}

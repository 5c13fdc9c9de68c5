package io.reprise.core.content;

import io.reprise.core.exchange.Headers;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The content codings that a client takes, by its {@code accept-encoding} (RFC 9110, 12.5.3). A client that names none takes
 * none: many that do not ask for a coding cannot decode it. Immutable.
 */
public final class AcceptedCodings {
    private static final String ANY = "*";
    private static final String ALIAS = "x-";

    /** Whether a coding is accepted, by its name. */
    private final Map<String, Boolean> named = new HashMap<>();

    private AcceptedCodings() {}

    /** @param request headers of the client's request */
    public static AcceptedCodings of(Headers request) {
        AcceptedCodings accepted = new AcceptedCodings();
        request.fields().stream()
                .filter(field -> field.name().equals("accept-encoding"))
                .flatMap(field -> Arrays.stream(field.value().split(",", -1)))
                .forEach(accepted::read);
        return accepted;
    }

    private void read(String member) {
        String[] parts = member.split(";", -1);
        boolean isWanted = Arrays.stream(parts).skip(1).allMatch(AcceptedCodings::isPositive);
        named.put(canonical(parts[0].strip().toLowerCase(Locale.ROOT)), isWanted);
    }

    /** Whether a parameter says nothing against the coding. What is no weight between 0.001 and 1 does. */
    private static boolean isPositive(String parameter) {
        String spelled = parameter.strip().toLowerCase(Locale.ROOT);
        return !spelled.startsWith("q") || spelled.matches("q\\s*=\\s*(1(\\.0{0,3})?|0\\.(?!0+$)[0-9]{1,3})");
    }

    /** {@code x-gzip} and {@code gzip} are the same (RFC 9110, 8.4.1.3). */
    private static String canonical(String coding) {
        return coding.startsWith(ALIAS) ? coding.substring(ALIAS.length()) : coding;
    }

    /** Whether the client takes a body with the codings that the headers of the answer name; it takes one without. */
    public boolean take(Headers answer) {
        List<String> codings = ContentDecoder.codings(answer);
        return codings.stream().map(AcceptedCodings::canonical).allMatch(this::takes);
    }

    private boolean takes(String coding) {
        return named.getOrDefault(coding, named.getOrDefault(ANY, false));
    }
}

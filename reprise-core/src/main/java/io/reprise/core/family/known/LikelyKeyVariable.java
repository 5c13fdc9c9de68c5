package io.reprise.core.family.known;

import io.reprise.core.exchange.Request;
import io.reprise.core.family.ApiFamily.KeyVariable;
import io.reprise.core.family.KeyPlace;
import io.reprise.core.family.PlaceholderKey;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tells from which environment variable a client without a key reads it. */
public final class LikelyKeyVariable {
    private static final String USUAL = "OPENAI_API_KEY";

    /** Where only clients of one provider send their key. */
    private static final Map<KeyPlace, String> PLACES = Map.of(
            new KeyPlace.Header("api-key"), "AZURE_OPENAI_API_KEY",
            new KeyPlace.Header("x-api-key"), "ANTHROPIC_API_KEY",
            new KeyPlace.Header("x-goog-api-key"), "GOOGLE_API_KEY",
            new KeyPlace.QueryMember("key"), "GOOGLE_API_KEY");

    /** Programs read it, and the provider's own SDK does not. */
    private static final String NOT_OF_SDK = "COHERE_API_KEY";

    /** They say what a variable holds, not whose it is. */
    private static final Set<String> OF_KEYS = Set.of("API", "BEARER", "KEY", "TOKEN");

    /** Shorter words are part of a text by chance, such as {@code co} of {@code .com}. */
    private static final int SHORTEST = 3;

    private LikelyKeyVariable() {}

    /**
     * The variable that the client's name tells, such as {@code GROQ_API_KEY} for the User-Agent {@code Groq/Python 1.0}; else the one that the
     * place of the key tells; else one of the API, that of the host if it has one.
     *
     * @param request with the placeholder of a key
     * @param host of the upstream that it would be sent to
     */
    public static String of(Request request, String host) {
        List<String> all =
                ApiFamilies.keyVariables().stream().map(KeyVariable::name).toList();
        List<String> ofApi = ApiFamilies.ofErrors(request).keyVariables().stream()
                .map(KeyVariable::name)
                .toList();
        return named(all, request.headers().first("user-agent").orElse(""))
                .or(() -> ofPlace(request))
                .or(() -> named(ofApi, host))
                .or(() -> ofApi.stream().findFirst())
                .orElse(USUAL);
    }

    private static Optional<String> ofPlace(Request request) {
        return PLACES.entrySet().stream()
                .filter(place -> place.getKey().isIn(request.headers(), request.query(), PlaceholderKey.TEXT::equals))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** The variable whose words are all in the text; of several, the one with the most words. */
    private static Optional<String> named(List<String> variables, String text) {
        String lowerCase = text.toLowerCase(Locale.ROOT);
        return variables.stream()
                .filter(name -> !name.equals(NOT_OF_SDK))
                .filter(name -> words(name).stream().allMatch(word -> isIn(lowerCase, word)))
                .max(Comparator.comparingInt(name -> words(name).size()));
    }

    private static boolean isIn(String text, String word) {
        return word.length() >= SHORTEST && text.contains(word);
    }

    private static List<String> words(String variable) {
        return Arrays.stream(variable.split("_", -1))
                .filter(word -> !OF_KEYS.contains(word))
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
    }
}

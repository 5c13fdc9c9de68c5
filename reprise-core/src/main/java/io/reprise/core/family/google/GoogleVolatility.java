package io.reprise.core.family.google;

import static java.util.Map.entry;

import io.reprise.core.family.Volatility;
import io.reprise.core.family.part.VolatileMembers;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What changes in each of Google's answers. */
final class GoogleVolatility {
    private static final Map<String, Volatility> ENDINGS = Map.of("Time", Volatility.TIME, "_time", Volatility.TIME);

    private static final Map<String, Volatility> CONTENT = Map.of(
            "responseId", Volatility.ID,
            "id", Volatility.ID,
            "fileSearchStore", Volatility.ID,
            "fileUri", Volatility.ID,
            "thoughtSignature", Volatility.STATE,
            "thought_signature", Volatility.STATE,
            "search_suggestions", Volatility.STATE,
            "renderedContent", Volatility.OTHER,
            "sdkBlob", Volatility.OTHER);

    private static final VolatileMembers OF_CONTENT =
            new VolatileMembers(CONTENT, ENDINGS, Set.of(), Set.of("args", "response"));

    /** Names of resources, such as {@code files/abc}, are ids that later requests carry. */
    private static final VolatileMembers OF_RESOURCES = new VolatileMembers(
            with(
                    CONTENT,
                    Map.of(
                            "name", Volatility.ID,
                            "parent", Volatility.ID,
                            "documentName", Volatility.ID,
                            "uri", Volatility.ID,
                            "downloadUri", Volatility.ID,
                            "responsesFile", Volatility.ID,
                            "fileName", Volatility.ID,
                            "nextPageToken", Volatility.STATE)),
            ENDINGS,
            Set.of(),
            Set.of("customMetadata", "error"));

    private static final VolatileMembers OF_INTERACTIONS = new VolatileMembers(
            Map.ofEntries(
                    entry("id", Volatility.ID),
                    entry("event_id", Volatility.ID),
                    entry("interaction_id", Volatility.ID),
                    entry("previous_interaction_id", Volatility.ID),
                    entry("environment_id", Volatility.ID),
                    entry("call_id", Volatility.ID),
                    entry("uri", Volatility.ID),
                    entry("created", Volatility.TIME),
                    entry("updated", Volatility.TIME),
                    entry("signature", Volatility.STATE),
                    entry("rendered_content", Volatility.OTHER)),
            ENDINGS,
            Set.of(),
            Set.of("arguments", "result", "input"));

    private GoogleVolatility() {}

    private static Map<String, Volatility> with(Map<String, Volatility> some, Map<String, Volatility> more) {
        Map<String, Volatility> all = new HashMap<>(some);
        all.putAll(more);
        return all;
    }

    /** Links of a search lead through addresses that are made again each time; other addresses are what was found. */
    static Optional<Volatility> ofContent(String path, String name) {
        boolean isLink = name.equals("uri") && path.endsWith(".groundingChunks[].web");
        boolean isSuggestion = name.equals("search_suggestions") && path.endsWith(".toolResponse.response");
        return isLink
                ? Optional.of(Volatility.OTHER)
                : isSuggestion ? Optional.of(Volatility.STATE) : OF_CONTENT.of(path, name);
    }

    static Optional<Volatility> ofResources(String path, String name) {
        return OF_RESOURCES.of(path, name);
    }

    static Optional<Volatility> ofInteractions(String path, String name) {
        return OF_INTERACTIONS.of(path, name);
    }
}

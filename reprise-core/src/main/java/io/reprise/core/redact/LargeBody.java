package io.reprise.core.redact;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.LargeChunks;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.json.JsonLiterals;
import io.reprise.core.json.JsonPath;
import io.reprise.core.redact.hidden.HiddenSearch;
import io.reprise.core.redact.search.CredentialSearch;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the chunks of an answer say that are not in memory. It searches the same texts as {@link SearchableBody}, window by window. */
final class LargeBody {
    /**
     * How much of a text is in memory, in characters.
     *
     * @param chunks the middle of a window of all chunks
     * @param aroundChunks on both sides of it
     * @param string the same for a string that continues over several chunks
     */
    record Sizes(int chunks, int aroundChunks, int string, int aroundString) {}

    private static final Sizes USUAL = new Sizes(512 << 10, 64 << 10, 128 << 10, 16 << 10);

    /** Strings of more characters are not in memory at the same time. */
    private static final int MOST_CHARACTERS = 8 << 20;

    /** Each takes memory besides its characters. */
    private static final int MOST_CHANNELS = 20_000;

    /** More changes of chunks are not remembered. */
    private static final int MOST_EDITS = 100_000;

    private final StreamFormat format;
    private final LargeChunks chunks;
    private final boolean marks;
    private final Sizes sizes;
    private final Set<String> kinds = new LinkedHashSet<>();
    private final Map<Integer, TextEdits> edits = new HashMap<>();
    private Optional<String> unreadable = Optional.empty();
    private int marked;
    private boolean hasUnknownPlaces;
    private long held;

    /**
     * @param members that are masked in any case
     * @param marks whether what is found will be masked
     */
    LargeBody(StreamFormat format, LargeChunks chunks, List<JsonPath> members, boolean marks) {
        this(format, chunks, members, marks, USUAL);
    }

    LargeBody(StreamFormat format, LargeChunks chunks, List<JsonPath> members, boolean marks, Sizes sizes) {
        this.sizes = sizes;
        this.format = format;
        this.chunks = members.isEmpty()
                ? chunks
                : chunks.changed((index, chunk) -> new Chunk(chunk.at(), masked(chunk.bytes(), members)));
        this.marks = marks;
    }

    private Bytes masked(Bytes chunk, List<JsonPath> members) {
        SearchableBody one = new SearchableBody(format, List.of(chunk));
        one.maskMembers(members);
        return one.bytes(0);
    }

    /** The kinds of credentials that are found; where they are is marked. */
    Set<String> search(CredentialSearch search, HiddenSearch hidden) {
        goThrough(search, hidden, false);
        if (hasUnknownPlaces && unreadable.isEmpty()) {
            kinds.clear();
            edits.clear();
            marked = 0;
            goThrough(search, hidden, true);
        }
        return kinds;
    }

    /** Why it could not be searched. */
    Optional<String> unreadable() {
        return unreadable;
    }

    /** @param isEach whether strings that each chunk repeats are searched each time */
    private void goThrough(CredentialSearch search, HiddenSearch hidden, boolean isEach) {
        held = 0;
        Set<String> ofChannels = new LinkedHashSet<>();
        TextWindow whole = new TextWindow(sizes.chunks(), sizes.aroundChunks(), marks);
        Reading reading = new Reading(search, hidden, (kind, places) -> note(kind, places, ofChannels), isEach);
        for (int i = 0; i < chunks.size() && unreadable.isEmpty(); i++) {
            Bytes chunk = chunks.get(i).bytes();
            String text = format.content(chunk).latin1();
            whole.add(i, text, 0, text.length());
            if (whole.isFull()) {
                whole.search(search, hidden, (kind, places) -> note(kind, places, kinds), false, false);
            }
            if (chunks.size() > 1) {
                reading.read(i, text, chunk);
            }
        }
        whole.search(search, hidden, (kind, places) -> note(kind, places, kinds), true, false);
        reading.finish();
        kinds.addAll(ofChannels);
    }

    private void note(String kind, List<JoinedText.Place> places, Set<String> found) {
        found.add(kind);
        for (int i = 0; i < places.size() && marks; i++) {
            JoinedText.Place place = places.get(i);
            if (place.document() < 0) {
                hasUnknownPlaces = true;
            } else if (marked++ < MOST_EDITS) {
                edits.computeIfAbsent(place.document(), none -> new TextEdits())
                        .replace(place.from(), place.to(), i == 0 ? Redaction.MASK : "");
            } else {
                unreadable = Optional.of("it seems to contain more than " + MOST_EDITS
                        + " parts of credentials, which cannot be masked in an answer of this size");
            }
        }
    }

    /** The chunks as they may be kept: with a mask in the place of what was found, where that was asked for. */
    LargeChunks chunks() {
        return edits.isEmpty()
                ? chunks
                : chunks.changed((index, chunk) -> {
                    TextEdits its = edits.get(index);
                    return its == null
                            ? chunk
                            : new Chunk(chunk.at(), format.replace(chunk.bytes(), its.replacements()));
                });
    }

    /** Puts the strings of one chunk after the other into their channels. */
    private final class Reading {
        private final CredentialSearch search;
        private final HiddenSearch hidden;
        private final TextWindow.Finder finder;
        private final ChunkTexts<StringChannel> texts;

        Reading(CredentialSearch search, HiddenSearch hidden, TextWindow.Finder finder, boolean isEach) {
            this.search = search;
            this.hidden = hidden;
            this.finder = finder;
            this.texts = new ChunkTexts<>(format, name -> new StringChannel(sizes, marks, isEach));
        }

        void read(int index, String text, Bytes chunk) {
            texts.read(chunk, text, (channel, span) -> add(channel, index, text, span));
            if (held > MOST_CHARACTERS || texts.channels().size() > MOST_CHANNELS) {
                makeRoom();
            }
        }

        private void add(StringChannel channel, int index, String text, JsonLiterals.Span span) {
            int length = channel.length();
            channel.add(index, text, span);
            if (channel.isFull()) {
                channel.search(search, hidden, finder, false);
            }
            held += channel.length() - length;
        }

        void finish() {
            texts.channels().forEach(channel -> channel.finish(search, hidden, finder));
        }

        private void makeRoom() {
            texts.channels().forEach(channel -> channel.search(search, hidden, finder, true));
            held = texts.channels().stream().mapToLong(StringChannel::length).sum();
            if (held > MOST_CHARACTERS / 2 || texts.channels().size() > MOST_CHANNELS) {
                unreadable = Optional.of("it has too many different strings to be searched for credentials"
                        + " in the memory that is there; start with a larger heap (REPRISE_JAVA_OPTS=-Xmx4g)");
            }
        }
    }
}

package io.reprise.core.content;

import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Quoted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes the content codings off one body while it arrives: {@code gzip}, {@code deflate}, {@code br}, {@code zstd}, and
 * several of them one after the other. The library of a coding is loaded when a body has it. Not safe for several threads.
 */
public final class ContentDecoder implements AutoCloseable {
    /** Nobody codes a body more often. */
    private static final int MOST_CODINGS = 4;

    private static final Set<String> KNOWN = Set.of("gzip", "x-gzip", "deflate", "br", "zstd");

    private final List<String> codings;
    private final DecodingLimits limits;
    private final AtomicLong coded = new AtomicLong();
    private final List<CodingDecoder> decoders = new ArrayList<>();
    private @Nullable DecodedOutput last;
    private Decoded.@Nullable Undecodable failure;
    private boolean isTooMuchAtOnce;

    /** @param headers of the message whose body it is; they say which codings it has */
    public ContentDecoder(Headers headers, DecodingLimits limits) {
        this.codings = codings(headers);
        this.limits = limits;
    }

    /** Decodes a body of which all has arrived. */
    public static Decoded decode(Headers headers, List<Chunk> arrived, DecodingLimits limits) {
        try (ContentDecoder decoder = new ContentDecoder(headers, limits)) {
            List<Chunk> chunks = new ArrayList<>();
            arrived.forEach(piece -> decoder.feedInSteps(piece, chunks::add));
            Decoded rest = decoder.finish();
            if (rest instanceof Decoded.Whole whole) {
                chunks.addAll(whole.chunks());
                return new Decoded.Whole(chunks);
            }
            return rest instanceof Decoded.Truncated ? new Decoded.Truncated(chunks) : rest;
        }
    }

    /** Whether there is a coding to be taken off. */
    public static boolean isCoded(Headers headers) {
        return headers.first("content-encoding").isPresent()
                && !codings(headers).isEmpty();
    }

    /** Whether this class knows how to take off all the codings that there are. */
    public static boolean areKnown(Headers headers) {
        List<String> codings = codings(headers);
        return codings.size() <= MOST_CODINGS && KNOWN.containsAll(codings);
    }

    /** In the order in which they are taken off, which is the opposite of that in which they were put on. */
    static List<String> codings(Headers headers) {
        List<String> codings = headers.fields().stream()
                .filter(field -> field.name().equals("content-encoding"))
                .flatMap(field -> Arrays.stream(field.value().split(",", -1)))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty() && !name.equals("identity"))
                .collect(Collectors.toCollection(ArrayList::new));
        Collections.reverse(codings);
        return codings;
    }

    /**
     * What {@code piece} adds to the decoded body, up to the place where it turns out to be damaged. Nothing any more, once the body cannot be
     * decoded.
     */
    public List<Chunk> feed(Chunk piece) {
        if (failure != null || piece.bytes().isEmpty()) {
            return List.of();
        }
        coded.addAndGet(piece.bytes().size());
        try {
            prepare();
            List<Chunk> chunks = List.of(piece);
            for (CodingDecoder decoder : decoders) {
                chunks = feed(decoder, chunks);
            }
            return chunks;
        } catch (DecodingException wrong) {
            failure = new Decoded.Undecodable(String.valueOf(wrong.getMessage()));
            isTooMuchAtOnce = wrong.isOfStep();
            return last == null ? List.of() : last.take(piece.at());
        }
    }

    /** As {@link #feed}, in steps, so that what is not needed at the same time is not in memory at the same time. */
    public void feedInSteps(Chunk piece, Consumer<Chunk> decoded) {
        if (codings.isEmpty()) {
            feed(piece).forEach(decoded);
            return;
        }
        for (int from = 0; from < piece.bytes().size() && failure == null; from += DecodingLimits.STEP) {
            int to = Math.min(piece.bytes().size(), from + DecodingLimits.STEP);
            feed(new Chunk(piece.at(), piece.bytes().slice(from, to))).forEach(decoded);
        }
    }

    /** Why nothing more can be decoded; empty as long as that is possible. */
    public Optional<String> failure() {
        return Optional.ofNullable(failure).map(Decoded.Undecodable::reason);
    }

    /** Whether {@link #failure} is only the limit of a step: without that limit, more of the body may be decoded. */
    public boolean isTooMuchAtOnce() {
        return isTooMuchAtOnce;
    }

    /** What comes after all that {@link #feed} has returned, and how the body ends. A body without a byte is whole. */
    public Decoded finish() {
        if (failure != null) {
            return failure;
        }
        try {
            List<Chunk> chunks = List.of();
            boolean isWhole = true;
            for (CodingDecoder decoder : decoders) {
                List<Chunk> decoded = new ArrayList<>(feed(decoder, chunks));
                decoded.addAll(decoder.finish());
                isWhole &= decoder.isAtEnd();
                chunks = decoded;
            }
            return isWhole ? new Decoded.Whole(chunks) : new Decoded.Truncated(chunks);
        } catch (DecodingException wrong) {
            failure = new Decoded.Undecodable(String.valueOf(wrong.getMessage()));
            return failure;
        }
    }

    private static List<Chunk> feed(CodingDecoder decoder, List<Chunk> chunks) throws DecodingException {
        List<Chunk> decoded = new ArrayList<>();
        for (Chunk chunk : chunks) {
            decoded.addAll(decoder.feed(chunk));
        }
        return decoded;
    }

    private void prepare() throws DecodingException {
        if (codings.size() > MOST_CODINGS) {
            throw new DecodingException("it has " + codings.size() + " content codings, which is too many");
        }
        while (decoders.size() < codings.size()) {
            DecodedOutput out = new DecodedOutput(limits, coded);
            decoders.add(decoder(codings.get(decoders.size()), out));
            last = out;
        }
    }

    private static CodingDecoder decoder(String coding, DecodedOutput out) throws DecodingException {
        return switch (coding) {
            case "gzip", "x-gzip" -> new GzipDecoder(out);
            case "deflate" -> new DeflateDecoder(out);
            case "br" -> new BrotliDecoder(out);
            case "zstd" -> new ZstdDecoder(out);
            default -> throw new DecodingException("its content coding '" + brief(coding) + "' is not known");
        };
    }

    /** Printable, since it goes into logs and headers. */
    private static String brief(String coding) {
        return Quoted.shortened(coding.replaceAll("[^!-~]", "?"), 40);
    }

    @Override
    public void close() {
        decoders.forEach(CodingDecoder::close);
    }
}

package io.reprise.cli.recording;

import io.reprise.core.view.ChunkTexts;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The text of an answer, chunk by chunk. No chunk ends within a character, and a credential that several chunks bring together is masked: then the
 * masked text is given out in pieces of the same proportions.
 */
public final class PlayedText {
    private final List<ChunkTexts.Said> chunks;
    private final String text;
    private final long total;
    private int next;
    private long read;
    private int given;

    public PlayedText(List<ChunkTexts.Said> chunks, UnaryOperator<String> mask) {
        this.chunks = chunks;
        StringBuilder all = new StringBuilder();
        chunks.forEach(chunk -> all.append(chunk.text()));
        this.total = all.length();
        this.text = mask.apply(all.toString());
    }

    /** What the next chunk adds. */
    public String next() {
        read += chunks.get(next++).text().length();
        int end = total == 0 ? 0 : (int) (read * text.length() / total);
        boolean isWithin = end > given
                && end < text.length()
                && (Character.isHighSurrogate(text.charAt(end - 1)) || text.charAt(end - 1) == '\r');
        String piece = text.substring(given, isWithin ? end - 1 : end);
        given += piece.length();
        return piece;
    }

    /** Whether the whole ends with a line end, or is empty. */
    boolean endsLine() {
        return text.isEmpty() || text.endsWith("\n");
    }
}

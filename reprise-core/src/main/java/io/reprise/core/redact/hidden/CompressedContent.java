package io.reprise.core.redact.hidden;

import io.reprise.core.content.ContentDecoder;
import io.reprise.core.content.Decoded;
import io.reprise.core.content.DecodingLimits;
import io.reprise.core.content.DeflateStart;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Headers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * What is compressed within a body although no header says so: in {@code gzip}, {@code zstd}, zlib or ZIP wherever it begins, and a whole body in {@code deflate} or
 * {@code br}, which do not show by their first bytes. The bytes that are decoded are bounded.
 */
final class CompressedContent {
    /** A body may have so many places that look like the beginning of something compressed. */
    private static final int MOST_TRIES = 256;

    private static final int MOST_WHOLE_TRIES = 8;
    private static final int STEP = 64 << 10;
    private static final long MOST_BYTES = DecodingLimits.SEARCH.bytes();

    private static final String TOO_MUCH = "what is compressed in it is more than " + MOST_BYTES + " bytes";

    private static final byte[] ZIP = {'P', 'K', 3, 4};

    /** Formats that nothing here reads, by their first bytes. */
    private static final Map<String, Bytes> UNREADABLE = Map.of(
            "xz", bytes(0xfd, '7', 'z', 'X', 'Z', 0),
            "bzip2", bytes('B', 'Z', 'h', -1, '1', 'A', 'Y', '&', 'S', 'Y'),
            "7z", bytes('7', 'z', 0xbc, 0xaf, 0x27, 0x1c),
            "RAR", bytes('R', 'a', 'r', '!', 0x1a, 7),
            "LZ4", bytes(4, 0x22, 0x4d, 0x18),
            "lzip", bytes('L', 'Z', 'I', 'P', 1));

    /** First bytes of pictures and sound: what is compressed in them is neither text nor compressed again. */
    private static final List<Bytes> MEDIA = List.of(
            bytes(0x89, 'P', 'N', 'G'),
            bytes(0xff, 0xd8, 0xff),
            bytes('G', 'I', 'F', '8'),
            bytes('R', 'I', 'F', 'F'),
            bytes('I', 'D', '3'),
            bytes(0xff, 0xfb),
            bytes(0xff, 0xf3),
            bytes(0xff, 0xf2),
            bytes(0xff, 0xfa),
            bytes('O', 'g', 'g', 'S'),
            bytes('f', 'L', 'a', 'C'),
            bytes(0x1a, 0x45, 0xdf, 0xa3));

    private static final Bytes PDF = bytes('%', 'P', 'D', 'F');

    /** What a decoder says when a body is larger than its limits. */
    private static final String BEYOND = "its decoded form";

    /** Takes what is found. */
    interface Visitor {
        void content(Bytes content);

        /** Something cannot be decoded, so that nobody knows what it says. */
        void unreadable(String reason);
    }

    private final Visitor visitor;
    private long left = MOST_BYTES;
    private int wholeTries;

    CompressedContent(Visitor visitor) {
        this.visitor = visitor;
    }

    /** Tells what is compressed in {@code body}, one level deep. */
    void visit(Bytes body) {
        if (body.isAscii() || body.isText()) {
            return; // nothing compressed is
        }
        UNREADABLE.forEach((name, first) -> {
            if (startsWith(body, first)) {
                visitor.unreadable(
                        "it contains something compressed with " + name + ", which cannot be searched for credentials");
            }
        });
        if (MEDIA.stream().anyMatch(first -> startsWith(body, first))) {
            return;
        }
        anywhere(body, 0x1f, at -> body.at(at + 1) == (byte) 0x8b && body.at(at + 2) == 8, "gzip");
        anywhere(
                body,
                0x28,
                at -> body.at(at + 1) == (byte) 0xb5 && body.at(at + 2) == 0x2f && body.at(at + 3) == (byte) 0xfd,
                "zstd");
        anywhere(body, 0x78, at -> isZlib(body.at(at + 1)) && mayBeDeflate(body.at(at + 2)), "deflate");
        int zip = indexOf(body, ZIP);
        if (zip >= 0) {
            unzip(body, zip);
        }
        if (body.size() >= 16 && zip != 0 && !startsWith(body, PDF)) {
            whole(body);
        }
    }

    /** The header of zlib has a checksum, so that few values follow the first byte (RFC 1950, 2.2). */
    private static boolean isZlib(byte second) {
        return second == 1 || second == 0x5e || second == (byte) 0x9c || second == (byte) 0xda;
    }

    /** Of the types of a first block, one is not defined, and one has text that is not compressed (RFC 1951, 3.2.3). */
    private static boolean mayBeDeflate(byte first) {
        int type = first >> 1 & 3;
        return type == 1 || type == 2;
    }

    private interface Magic {
        boolean isAt(int at);
    }

    private void anywhere(Bytes body, int first, Magic magic, String coding) {
        int tries = 0;
        for (int at = body.indexOf((char) (byte) first, 0); at >= 0 && at + 4 < body.size() && tries < MOST_TRIES; ) {
            if (magic.isAt(at)) {
                tries++;
                long before = left;
                Decoded end = decode(Headers.of("content-encoding", coding), body, at, this::found);
                long decoded = before - left;
                boolean isNothing = decoded == 0 && at == 0 && first != 0x78;
                if (end instanceof Decoded.Undecodable undecodable
                        && (isNothing || undecodable.reason().startsWith(BEYOND))) {
                    visitor.unreadable(
                            "it contains something compressed with " + coding + ", but " + undecodable.reason());
                }
            }
            at = body.indexOf((char) (byte) first, at + 1);
        }
    }

    /** A body that is compressed as a whole shows it by nothing but that it can be decoded to its very end. */
    private void whole(Bytes body) {
        for (String coding : List.of("deflate", "br")) {
            boolean mayBe = left <= 0 || coding.equals("br") || DeflateStart.mayBeWhole(body);
            if (wholeTries++ < MOST_WHOLE_TRIES && mayBe) {
                List<Bytes> content = new ArrayList<>();
                if (decode(Headers.of("content-encoding", coding), body, 0, content::add) instanceof Decoded.Whole) {
                    content.forEach(this::found);
                }
            }
        }
    }

    /** Tells as much as can be decoded, and how it ends. Most of what looks like the beginning of something compressed is none, which shows soon. */
    private Decoded decode(Headers headers, Bytes body, int from, Consumer<Bytes> found) {
        if (left <= 0) {
            visitor.unreadable(TOO_MUCH);
            return new Decoded.Undecodable(TOO_MUCH);
        }
        try (ContentDecoder decoder = new ContentDecoder(headers, DecodingLimits.of(left))) {
            List<Chunk> chunks = new ArrayList<>();
            for (int at = from; at < body.size() && decoder.failure().isEmpty(); at += STEP) {
                chunks.addAll(decoder.feed(new Chunk(0, body.slice(at, Math.min(body.size(), at + STEP)))));
            }
            Decoded end = decoder.finish();
            chunks.addAll(end.chunks());
            Bytes content = Bytes.concat(chunks.stream().map(Chunk::bytes).toList());
            if (!content.isEmpty()) {
                left -= content.size();
                found.accept(content);
            }
            return end;
        }
    }

    private void found(Bytes content) {
        visitor.content(content);
    }

    private void unzip(Bytes body, int from) {
        ByteArrayInputStream bytes = new ByteArrayInputStream(body.toArray(), from, body.size() - from);
        try (ZipInputStream zip = new ZipInputStream(bytes)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                byte[] content = zip.readNBytes((int) Math.min(left + 1, Integer.MAX_VALUE));
                left -= content.length;
                if (left < 0) {
                    visitor.unreadable(TOO_MUCH);
                    return;
                }
                found(Bytes.utf8(entry.getName()));
                found(Bytes.owning(content));
            }
        } catch (IOException | IllegalArgumentException damaged) {
            if (from == 0) {
                visitor.unreadable("it contains a ZIP file that is damaged");
            }
        }
    }

    private static boolean startsWith(Bytes body, Bytes first) {
        if (body.size() < first.size()) {
            return false;
        }
        for (int i = 0; i < first.size(); i++) {
            boolean isAny = first.at(i) == -1 && first.at(0) == 'B';
            if (!isAny && body.at(i) != first.at(i)) {
                return false;
            }
        }
        return true;
    }

    private static int indexOf(Bytes body, byte[] wanted) {
        Bytes first = Bytes.copyOf(wanted);
        for (int at = body.indexOf((char) wanted[0], 0); at >= 0; at = body.indexOf((char) wanted[0], at + 1)) {
            if (body.startsWith(first, at)) {
                return at;
            }
        }
        return -1;
    }

    private static Bytes bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return Bytes.owning(bytes);
    }
}

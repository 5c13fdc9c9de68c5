package io.reprise.postgres;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.store.StoreException;
import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** The text of a recording's file, deflated (RFC 1950). */
final class Document {
    private static final int LEVEL = 6;
    private static final int BLOCK = 16 << 10;

    private Document() {}

    static byte[] packed(Bytes text) {
        Deflater deflater = new Deflater(LEVEL);
        try {
            deflater.setInput(text.buffer());
            deflater.finish();
            ByteArrayOutputStream packed = new ByteArrayOutputStream(text.size() / 4 + 64);
            byte[] block = new byte[BLOCK];
            while (!deflater.finished()) {
                packed.write(block, 0, deflater.deflate(block));
            }
            return packed.toByteArray();
        } finally {
            deflater.end();
        }
    }

    /**
     * @param size of the text, in bytes
     * @throws StoreException if these are not the bytes of such a text
     */
    static Bytes unpacked(byte[] packed, int size, String location) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(packed);
            byte[] text = new byte[size];
            int length = 0;
            while (length < size && !inflater.finished()) {
                int more = inflater.inflate(text, length, size - length);
                if (more == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    break;
                }
                length += more;
            }
            if (length == size) {
                return Bytes.owning(text);
            }
        } catch (DataFormatException damaged) {
            throw damaged(location, damaged);
        } finally {
            inflater.end();
        }
        throw damaged(location, null);
    }

    private static StoreException damaged(String location, @Nullable DataFormatException cause) {
        return StoreException.unreadable(
                location, "its bytes in the database are damaged", "delete it, and record it again", cause);
    }
}

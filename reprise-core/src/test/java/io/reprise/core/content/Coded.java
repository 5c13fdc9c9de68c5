package io.reprise.core.content;

import com.github.luben.zstd.Zstd;
import io.reprise.core.exchange.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Bodies with a content coding. */
public final class Coded {
    /** {@code hello, hello, hello} as Node 20 codes it. */
    static final Bytes HELLO_BR = base64("GxIA+I2Ubt5ECVKGlmwsbxFPJNBxAA==");

    /** 100 MiB of zeros as Node 20 codes them, in 172 bytes. */
    static final Bytes ZEROS_BR =
            base64("y///P/gnAOKxQCD3/o///3/wTwDEYRGA7v0f////4J8AiMMCAN37P/7//8E/ARCHBQC693/8//+DfwIg"
                    + "DgsAdO//+P//B/8EQBwWAOje//H//w/+CYA4LADQvf/j//8f/BMAcVgAoHv/x///P/gnAOKwAED3/o///3/wTwDEYQGA7v0f////4J8A"
                    + "iMMCAN37P/7//8E/ARCHBQC693/5//+DfwIgDgsAdO9/AA==");

    private static final int BLOCK = 1 << 16;

    private Coded() {}

    static Bytes base64(String text) {
        return Bytes.owning(Base64.getDecoder().decode(text));
    }

    public static Bytes gzip(byte[] plain) {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(coded)) {
            out.write(plain);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Bytes.owning(coded.toByteArray());
    }

    /** @param isBare without the frame of zlib */
    public static Bytes deflate(byte[] plain, boolean isBare) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, isBare);
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(coded, deflater)) {
            out.write(plain);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        deflater.end();
        return Bytes.owning(coded.toByteArray());
    }

    public static Bytes zstd(byte[] plain) {
        return Bytes.owning(Zstd.compress(plain));
    }

    /** In uncompressed meta-blocks (RFC 7932, 9.2), each of at most 64 KiB. */
    public static Bytes br(byte[] plain) {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        boolean isFirst = true;
        for (int from = 0; from < plain.length; from += BLOCK) {
            int length = Math.min(BLOCK, plain.length - from);
            int head = length - 1 << 3 | 1 << 19;
            int bits = isFirst ? head << 1 : head; // a zero for the smallest window comes first
            coded.write(bits);
            coded.write(bits >> 8);
            coded.write(bits >> 16);
            coded.write(plain, from, length);
            isFirst = false;
        }
        coded.write(isFirst ? 6 : 3);
        return Bytes.owning(coded.toByteArray());
    }
}

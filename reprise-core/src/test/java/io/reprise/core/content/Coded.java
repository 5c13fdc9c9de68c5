package io.reprise.core.content;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.BrotliOutputStream;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
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

    /** The beginning of a stream that has all of {@code plain}: what a server has sent when it flushes. */
    static Bytes flushed(String coding, byte[] plain) {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, coding.equals("bare deflate"));
        Brotli4jLoader.ensureAvailability();
        try (OutputStream out = switch (coding) {
            case "gzip" -> new GZIPOutputStream(coded, true);
            case "br" -> new BrotliOutputStream(coded);
            case "zstd" -> new ZstdOutputStream(coded);
            default -> new DeflaterOutputStream(coded, deflater, true);
        }) {
            out.write(plain);
            out.flush();
            return Bytes.owning(coded.toByteArray());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } finally {
            deflater.end();
        }
    }

    public static Bytes zstd(byte[] plain) {
        return Bytes.owning(Zstd.compress(plain));
    }

    public static Bytes br(byte[] plain) {
        Brotli4jLoader.ensureAvailability();
        try {
            return Bytes.owning(Encoder.compress(plain));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}

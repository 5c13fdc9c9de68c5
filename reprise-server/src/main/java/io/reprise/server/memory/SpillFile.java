package io.reprise.server.memory;

import io.reprise.core.store.durable.FileFailures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.GeneralSecurityException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;

/**
 * An encrypted file without a name. Bytes are added at its end, and read from anywhere. Blocks: for workers. Any number of threads may read.
 *
 * <p>AES in counter mode (NIST SP 800-38A, 6.5). The counter is the number of the file and of the block in it, so that none is used twice with
 * a key.
 */
public final class SpillFile implements AutoCloseable {
    private static final int BLOCK = 16;

    /** So many bytes are encrypted at once. */
    private static final int STEP = 64 << 10;

    private final FileChannel channel;
    private final SecretKey key;
    private final long number;
    private final SpillFiles owner;
    private final Cipher writing;
    private final AtomicBoolean isClosed = new AtomicBoolean();
    private long size;

    SpillFile(FileChannel channel, SecretKey key, long number, SpillFiles owner) {
        this.channel = channel;
        this.key = key;
        this.number = number;
        this.owner = owner;
        this.writing = cipher(0);
    }

    private Cipher cipher(long block) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            byte[] counter =
                    ByteBuffer.allocate(BLOCK).putLong(number).putLong(block).array();
            cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(counter)); // decrypts, too
            return cipher;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has AES", impossible); // see Cipher's documentation
        }
    }

    /**
     * Adds bytes.
     *
     * @return where they begin
     * @throws IOException if the disk is full, for example; then nothing can be added any more
     */
    public synchronized long append(ByteBuffer bytes) throws IOException {
        long start = size;
        while (bytes.hasRemaining()) {
            byte[] plain = new byte[Math.min(STEP, bytes.remaining())];
            bytes.get(plain);
            ByteBuffer coded = ByteBuffer.wrap(Objects.requireNonNull(writing.update(plain)));
            while (coded.hasRemaining()) {
                int written = channel.write(coded, size);
                size += written;
                owner.written(written);
            }
        }
        return start;
    }

    /**
     * Bytes that were added before.
     *
     * @throws SpillException if they cannot be read, because the file was closed or the disk failed
     */
    public byte[] read(long from, int length) {
        try {
            int skipped = (int) (from % BLOCK);
            ByteBuffer coded = ByteBuffer.allocate(skipped + length);
            long at = from - skipped;
            while (coded.hasRemaining()) {
                int count = channel.read(coded, at + coded.position());
                if (count < 0) {
                    throw new IOException("it ends too early");
                }
            }
            Cipher reading = cipher(from / BLOCK);
            reading.update(coded.array(), 0, skipped);
            byte[] plain = reading.update(coded.array(), skipped, length);
            return plain == null ? new byte[0] : plain;
        } catch (IOException failed) {
            throw new SpillException(
                    "a file in '" + owner.parent() + "' cannot be read: " + FileFailures.unreadable(failed)
                            + "; REPRISE_TMP names another directory",
                    failed);
        }
    }

    /** Its bytes are gone for ever. */
    @Override
    public void close() {
        if (isClosed.getAndSet(true)) {
            return;
        }
        try {
            channel.close();
        } catch (IOException gone) {
            // It has no name, so that the system frees its place in any case.
        }
        synchronized (this) {
            owner.closed(size);
        }
    }
}

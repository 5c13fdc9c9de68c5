package io.reprise.core.store.durable;

import io.reprise.core.store.durable.DiskEvents.Action;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An open file of a {@link FaultyFileSystem}. */
final class FaultyChannel extends FileChannel {
    private final FileChannel real;
    private final Path path;
    private final DiskEvents events;
    private final AtomicInteger open;

    FaultyChannel(FileChannel real, Path path, DiskEvents events, AtomicInteger open) {
        this.real = real;
        this.path = path;
        this.events = events;
        this.open = open;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        events.before(Action.READ, path);
        return real.read(target);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        events.before(Action.WRITE, path);
        int written = real.write(source);
        events.after(Action.WRITE, path, path);
        return written;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        events.before(Action.FORCE, path);
        real.force(metaData);
        events.after(Action.FORCE, path, path);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        open.decrementAndGet();
        real.close();
        events.before(Action.CLOSE, path);
    }

    @Override
    public long position() throws IOException {
        return real.position();
    }

    @Override
    public FileChannel position(long place) throws IOException {
        real.position(place);
        return this;
    }

    @Override
    public long size() throws IOException {
        return real.size();
    }

    @Override
    public @Nullable FileLock tryLock(long from, long size, boolean isShared) throws IOException {
        return real.tryLock(from, size, isShared);
    }

    @Override
    public FileLock lock(long from, long size, boolean isShared) throws IOException {
        return real.lock(from, size, isShared);
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel truncate(long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long from, long count, WritableByteChannel target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long from, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int read(ByteBuffer target, long from) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer source, long from) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long from, long size) {
        throw new UnsupportedOperationException();
    }
}

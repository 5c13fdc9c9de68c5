import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Socket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The reference for paced streams and for answers at once in Java: what a bare loop on Netty's epoll transport reaches, in the way of
 * {@code pacer.c}. Nothing but the sends: chunks are coded once, and each goes to the socket in one call. Timers are those of Reprise: what
 * is due within 100 µs shares a wakeup. A request of which the bytes are those of the one before is not looked at. Without a gap, the whole
 * answer is one call.
 *
 * <p>{@code java -cp 'LIB/*' Pacer.java EVENTS GAP_US} listens on a free port of 127.0.0.1 and prints it. LIB has the jars of Netty.
 */
public final class Pacer {
    private static final String HEAD =
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
    private static final int LOOPS = 2;
    private static final int BACKLOG = 4096;
    private static final int CHILDREN = 4;
    private static final long JOINED_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final long NEVER = Long.MAX_VALUE;

    private final ByteBuf head = direct(HEAD.getBytes(StandardCharsets.ISO_8859_1));
    private final ByteBuf frames;
    private final int[] ends;
    private final long gapNanos;

    private Pacer(String events, long gapNanos) {
        String[] each = events.split("(?<=\n\n)");
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        int[] all = new int[each.length];
        for (int i = 0; i < each.length; i++) {
            String end = i == each.length - 1 ? "\r\n0\r\n\r\n" : "\r\n";
            String frame = Integer.toHexString(each[i].length()) + "\r\n" + each[i] + end;
            coded.writeBytes(frame.getBytes(StandardCharsets.ISO_8859_1));
            all[i] = coded.size();
        }
        this.ends = gapNanos == 0 ? new int[] {HEAD.length() + coded.size()} : all;
        byte[] chunks = coded.toByteArray();
        this.frames = direct(gapNanos == 0 ? withHead(chunks) : chunks);
        this.gapNanos = gapNanos;
    }

    private static byte[] withHead(byte[] chunks) {
        byte[] whole = Arrays.copyOf(HEAD.getBytes(StandardCharsets.ISO_8859_1), HEAD.length() + chunks.length);
        System.arraycopy(chunks, 0, whole, HEAD.length(), chunks.length);
        return whole;
    }

    private static ByteBuf direct(byte[] bytes) {
        return Unpooled.unreleasableBuffer(Unpooled.directBuffer(bytes.length).writeBytes(bytes));
    }

    /** The streams of an event loop in the order in which they are due: a heap of which each node has four children. */
    private static final class Deadlines {
        private final EventLoop loop;
        private long[] due = new long[64];
        private Stream[] streams = new Stream[64];
        private int size;
        private Future<?> timer;
        private long timerNanos;
        private boolean isRunning;

        Deadlines(EventLoop loop) {
            this.loop = loop;
        }

        void add(Stream stream, long dueNanos) {
            if (size == due.length) {
                due = Arrays.copyOf(due, 2 * size);
                streams = Arrays.copyOf(streams, 2 * size);
            }
            int hole = size++;
            for (; hole > 0 && dueNanos < due[(hole - 1) / CHILDREN]; hole = (hole - 1) / CHILDREN) {
                put(hole, streams[(hole - 1) / CHILDREN], due[(hole - 1) / CHILDREN]);
            }
            put(hole, stream, dueNanos);
            arm();
        }

        private void put(int place, Stream stream, long dueNanos) {
            streams[place] = stream;
            due[place] = dueNanos;
        }

        private void replaceFirst(Stream stream, long dueNanos) {
            int hole = 0;
            for (int child = earliestChild(0); child > 0 && due[child] < dueNanos; child = earliestChild(hole)) {
                put(hole, streams[child], due[child]);
                hole = child;
            }
            put(hole, stream, dueNanos);
        }

        private void removeFirst() {
            Stream last = streams[--size];
            streams[size] = null;
            if (size > 0) {
                replaceFirst(last, due[size]);
            }
        }

        /** 0 if there is none. */
        private int earliestChild(int parent) {
            int from = parent * CHILDREN + 1;
            int earliest = from < size ? from : 0;
            for (int child = from + 1; child < Math.min(from + CHILDREN, size); child++) {
                if (due[child] < due[earliest]) {
                    earliest = child;
                }
            }
            return earliest;
        }

        private void arm() {
            if (isRunning || size == 0) {
                return;
            }
            if (timer != null) {
                if (timerNanos - due[0] <= JOINED_NANOS) {
                    return;
                }
                timer.cancel(false);
            }
            int second = earliestChild(0);
            timerNanos = second > 0 && due[second] - due[0] <= JOINED_NANOS ? due[0] + JOINED_NANOS : due[0];
            timer = loop.schedule(this::run, Math.max(0, timerNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        }

        private void run() {
            timer = null;
            isRunning = true;
            long now = System.nanoTime();
            while (size > 0 && due[0] <= now) {
                Stream stream = streams[0];
                long next = stream.sendDue(now);
                if (next == NEVER) {
                    removeFirst();
                } else {
                    replaceFirst(stream, next);
                }
                if (size > 0 && due[0] > now) {
                    now = System.nanoTime();
                }
            }
            isRunning = false;
            arm();
        }
    }

    /** A connection, and the answer that is being sent on it. */
    private final class Stream extends ChannelInboundHandlerAdapter {
        private final Deadlines deadlines;
        private final StringBuilder request = new StringBuilder();
        private Channel channel;
        private Socket socket;
        private ByteBuf former = Unpooled.EMPTY_BUFFER;
        private long startNanos;
        private int next;

        Stream(Deadlines deadlines) {
            this.deadlines = deadlines;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            channel = context.channel();
            socket = (Socket) ((EpollSocketChannel) channel).fd();
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            if (!bytes.equals(former) && !isWhole(bytes)) {
                bytes.release();
                return;
            }
            bytes.release();
            startNanos = System.nanoTime();
            next = 0;
            if (gapNanos > 0) {
                send(head, 0, head.readableBytes());
            }
            long due = sendDue(startNanos);
            if (due != NEVER) {
                deadlines.add(this, due);
            }
        }

        private boolean isWhole(ByteBuf bytes) {
            request.append(bytes.toString(StandardCharsets.ISO_8859_1));
            int body = request.indexOf("\r\n\r\n") + 4;
            if (body < 4 || request.length() < body + contentLength(request.substring(0, body))) {
                return false;
            }
            if (request.length() == bytes.readableBytes()) {
                former = Unpooled.copiedBuffer(bytes);
            }
            request.setLength(0);
            return true;
        }

        private static int contentLength(String head) {
            String lower = head.toLowerCase(java.util.Locale.ROOT);
            int from = lower.indexOf("\r\ncontent-length:") + 17;
            return from < 17 ? 0 : Integer.parseInt(lower.substring(from, lower.indexOf("\r\n", from)).strip());
        }

        /** @return when the next one is due, or NEVER if there is none */
        long sendDue(long nowNanos) {
            while (next < ends.length && startNanos + next * gapNanos <= nowNanos) {
                if (!channel.isActive()) {
                    return NEVER;
                }
                send(frames, next == 0 ? 0 : ends[next - 1], ends[next]);
                next++;
            }
            return next == ends.length ? NEVER : startNanos + next * gapNanos;
        }

        /** What a full socket does not take goes to Netty's queue. */
        private void send(ByteBuf bytes, int from, int to) {
            int sent = 0;
            try {
                if (channel.unsafe().outboundBuffer().totalPendingWriteBytes() == 0) {
                    sent = socket.sendAddress(bytes.memoryAddress(), from, to);
                }
            } catch (IOException broken) {
                channel.close();
                return;
            }
            if (sent < to - from) {
                channel.writeAndFlush(bytes.slice(from + sent, to - from - sent), channel.voidPromise());
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable broken) {
            context.close();
        }
    }

    private int listen() throws InterruptedException {
        Map<EventLoop, Deadlines> deadlines = new ConcurrentHashMap<>();
        Channel listener = new ServerBootstrap()
                .group(new MultiThreadIoEventLoopGroup(LOOPS, EpollIoHandler.newFactory()))
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel accepted) {
                        accepted.pipeline()
                                .addLast(new Stream(deadlines.computeIfAbsent(accepted.eventLoop(), Deadlines::new)));
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    public static void main(String[] arguments) throws Exception {
        String events = Files.readString(Path.of(arguments[0]), StandardCharsets.ISO_8859_1);
        Pacer pacer = new Pacer(events, TimeUnit.MICROSECONDS.toNanos(Long.parseLong(arguments[1])));
        System.out.println("listening on http://127.0.0.1:" + pacer.listen());
    }
}

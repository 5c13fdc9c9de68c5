import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The reference for recording in Java: a bare proxy on Netty's epoll transport, of which each answer is durable in a file of its own before the
 * last of it is passed on. Of HTTP it reads only the length of an answer; nothing is redacted, hashed or formatted.
 *
 * <p>{@code java -cp CLASSES:'LIB/*' FileProxy DIRECTORY BYTES UPSTREAM} writes files of BYTES, listens on a free port of 127.0.0.1 and prints it. LIB
 * has the jars of Netty.
 */
public final class FileProxy {
    private static final int LOOPS = 2;
    private static final int WRITERS = 16;
    private static final int BACKLOG = 4096;
    private static final String LENGTH = "\r\ncontent-length:";

    private final DurableFiles files;
    private final int size;
    private final InetSocketAddress upstream;
    private final ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    private final AtomicLong count = new AtomicLong();

    private FileProxy(Path directory, int size, URI upstream) throws IOException {
        this.files = new DurableFiles(directory);
        this.size = size;
        this.upstream = new InetSocketAddress(upstream.getHost(), upstream.getPort());
    }

    /** A connection from a client, which has a connection to the upstream of its own. */
    private final class Client extends ChannelInboundHandlerAdapter {
        private Channel server;

        @Override
        public void channelActive(ChannelHandlerContext context) {
            Channel client = context.channel();
            new Bootstrap()
                    .group(client.eventLoop())
                    .channel(EpollSocketChannel.class)
                    .option(ChannelOption.TCP_NODELAY, true)
                    .handler(new Upstream(client))
                    .connect(upstream)
                    .addListener(connected -> {
                        if (connected.isSuccess()) {
                            server = ((io.netty.channel.ChannelFuture) connected).channel();
                            client.config().setAutoRead(true);
                        } else {
                            client.close();
                        }
                    });
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object request) {
            server.writeAndFlush(request, server.voidPromise());
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (server != null) {
                server.close();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable broken) {
            context.close();
        }
    }

    private final class Upstream extends ChannelInboundHandlerAdapter {
        private final Channel client;
        private ByteBuf answer = Unpooled.buffer();
        private int end;

        Upstream(Channel client) {
            this.client = client;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            answer.writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
            if (end == 0) {
                end = endOfAnswer();
            }
            if (end == 0 || answer.readableBytes() < end) {
                client.writeAndFlush(bytes, client.voidPromise());
                return;
            }
            ByteBuf whole = answer;
            answer = Unpooled.buffer(end);
            end = 0;
            writers.execute(() -> keep(whole, bytes));
        }

        /** 0 until it is known. */
        private int endOfAnswer() {
            String text = answer.toString(StandardCharsets.ISO_8859_1);
            int body = text.indexOf("\r\n\r\n") + 4;
            if (body < 4) {
                return 0;
            }
            String head = text.substring(0, body).toLowerCase(Locale.ROOT);
            int length = head.indexOf(LENGTH) + LENGTH.length();
            return body + Integer.parseInt(head.substring(length, head.indexOf("\r\n", length)).strip());
        }

        private void keep(ByteBuf whole, ByteBuf last) {
            byte[] content = new byte[size];
            whole.getBytes(0, content, 0, Math.min(size, whole.readableBytes()));
            try {
                files.write(String.format("%012d", count.incrementAndGet()), ByteBuffer.wrap(content));
                client.writeAndFlush(last, client.voidPromise());
            } catch (IOException failed) {
                failed.printStackTrace();
                client.close();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            client.close();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable broken) {
            context.close();
        }
    }

    private int listen() throws InterruptedException {
        Channel listener = new ServerBootstrap()
                .group(new MultiThreadIoEventLoopGroup(LOOPS, EpollIoHandler.newFactory()))
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel accepted) {
                        accepted.pipeline().addLast(new Client());
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    public static void main(String[] arguments) throws Exception {
        FileProxy proxy =
                new FileProxy(Path.of(arguments[0]), Integer.parseInt(arguments[1]), URI.create(arguments[2]));
        System.out.println("listening on http://127.0.0.1:" + proxy.listen());
    }
}

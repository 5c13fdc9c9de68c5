package io.reprise.formats.llamastack.file;

import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonSyntaxException;
import io.reprise.core.store.durable.ConfinedTree;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The test and the request of a file, without its answer, which is nearly all of the file. Only the beginning and the
 * end of the file are read, unless its members are in an order that llama-stack does not write.
 *
 * @param test the file's {@code test_id}
 * @param request the file's {@code request}
 */
public record FileHead(Optional<String> test, Json request) {
    private static final int FIRST_BYTES = 8 * 1024;
    private static final int TEST_BYTES = 1024;
    private static final int LAST_BYTES = 256;
    /** The end of files whose ids were not replaced. */
    private static final String NO_MAPPING = "\"id_normalization_mapping\": {}";

    private static final String LAST_OF_RESPONSE = "(?s).*\"(is_streaming|exception_message)\": [^{}]*\\}\\s*\\}\\s*";

    /**
     * The test alone, which is nearly always the first member.
     *
     * @throws IOException if the file cannot be read
     * @throws JsonSyntaxException if it does not begin as JSON
     * @throws IllegalArgumentException if it is not a recording; the message says why
     */
    public static TestId test(ConfinedTree tree, Path file) throws IOException {
        MemberScan scan = new MemberScan(tree.beginning(file, TEST_BYTES));
        if (scan.next() && scan.name().equals("test_id")) {
            Nesting.check(scan.value());
            return test(LlamaStackFile.test(Optional.of(Json.parse(scan.value()))));
        }
        return test(read(tree, file).test());
    }

    private static TestId test(Optional<String> name) {
        return name.map(TestId::new).orElse(TestId.NONE);
    }

    /**
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it is not a recording; the message says why
     */
    public static FileHead read(ConfinedTree tree, Path file) throws IOException {
        try (SeekableByteChannel in = tree.open(file)) {
            long size = in.size();
            byte[] end = new byte[(int) Math.min(LAST_BYTES, size)];
            in.position(size - end.length);
            read(in, end, 0);
            if (isPlain(new String(end, StandardCharsets.UTF_8))) {
                Optional<FileHead> head = read(in, size);
                if (head.isPresent()) {
                    return head.get();
                }
            }
        }
        String text = tree.read(file).decode().orElseThrow(() -> new IllegalArgumentException("it is not UTF-8"));
        LlamaStackFile whole = LlamaStackFile.parse(text);
        return new FileHead(whole.test(), whole.request());
    }

    private static boolean isPlain(String end) {
        String last = end.stripTrailing();
        int mapping = last.lastIndexOf(NO_MAPPING);
        boolean saysNone = mapping >= 0
                && last.substring(mapping + NO_MAPPING.length()).strip().equals("}");
        return saysNone || !end.contains("test_id") && end.matches(LAST_OF_RESPONSE);
    }

    private static void read(SeekableByteChannel in, byte[] bytes, int from) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes, from, bytes.length - from);
        while (rest.hasRemaining()) {
            if (in.read(rest) < 0) {
                throw new EOFException("it became shorter while it was read");
            }
        }
    }

    private static Optional<FileHead> read(SeekableByteChannel in, long size) throws IOException {
        byte[] bytes = new byte[0];
        while (true) {
            int length = (int) Math.min(size, Math.max(FIRST_BYTES, bytes.length * 4L));
            if (length == bytes.length) {
                return Optional.empty();
            }
            int known = bytes.length;
            bytes = Arrays.copyOf(bytes, length);
            in.position(known);
            read(in, bytes, known);
            MemberScan scan = new MemberScan(bytes);
            Optional<FileHead> head = head(scan);
            if (head.isPresent() || !scan.isCutShort()) {
                return head;
            }
        }
    }

    private static Optional<FileHead> head(MemberScan scan) {
        Optional<String> test = Optional.empty();
        while (scan.next()) {
            boolean isRequest = scan.name().equals("request");
            if (!isRequest && !scan.name().equals("test_id")) {
                continue;
            }
            Nesting.check(scan.value());
            Optional<Json> value = Json.tryParse(scan.value());
            if (value.isEmpty() || isRequest) {
                Optional<String> known = test;
                return value.filter(request -> request instanceof Json.JsonObject)
                        .map(request -> new FileHead(known, request));
            }
            test = LlamaStackFile.test(value);
        }
        return Optional.empty();
    }
}

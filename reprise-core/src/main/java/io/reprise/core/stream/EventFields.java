package io.reprise.core.stream;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.PlainChunk.Field;
import io.reprise.core.stream.EventFrame.Header;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Headers of a frame as texts: strings as they are, numbers and times (milliseconds since 1970) in decimal, bytes in
 * base64, and UUIDs in hexadecimal.
 */
final class EventFields {
    /** The names of the types, in the order of their numbers; strings need none. */
    private static final List<String> TYPES =
            List.of("true", "false", "byte", "short", "integer", "long", "bytes", "", "timestamp", "uuid");

    private static final int LONGEST_NAME = 0xff;
    private static final int LONGEST_VALUE = 0xffff;

    private EventFields() {}

    /** Empty if a string is not UTF-8. */
    static Optional<List<Field>> of(List<Header> headers) {
        boolean areTexts = headers.stream()
                .allMatch(
                        header -> !header.isString() || header.value().decode().isPresent());
        return areTexts ? Optional.of(headers.stream().map(EventFields::field).toList()) : Optional.empty();
    }

    private static Field field(Header header) {
        ByteBuffer value = header.value().buffer();
        return new Field(
                header.name(),
                TYPES.get(header.type()),
                switch (header.type()) {
                    case 2 -> String.valueOf(value.get());
                    case 3 -> String.valueOf(value.getShort());
                    case 4 -> String.valueOf(value.getInt());
                    case 5, 8 -> String.valueOf(value.getLong());
                    case Header.BYTES ->
                        Base64.getEncoder().encodeToString(header.value().toArray());
                    case 9 -> HexFormat.of().formatHex(header.value().toArray());
                    default -> header.value().toString();
                });
    }

    /** @throws IllegalArgumentException if there is no such type, or if the value is none of it */
    static Header header(Field field) {
        int type = TYPES.indexOf(field.type());
        if (type < 0) {
            throw new IllegalArgumentException("'" + field.type() + "' is no type of a header");
        }
        Bytes value = value(type, field.value());
        int name = Bytes.utf8(field.name()).size();
        if (name == 0 || name > LONGEST_NAME || value.size() > LONGEST_VALUE) {
            throw new IllegalArgumentException("'" + field.name() + "' is too long for a header, or has no name");
        }
        return new Header(field.name(), type, value);
    }

    private static Bytes value(int type, String text) {
        return switch (type) {
            case 2 -> Bytes.owning(new byte[] {Byte.parseByte(text)});
            case 3 ->
                Bytes.owning(ByteBuffer.allocate(Short.BYTES)
                        .putShort(Short.parseShort(text))
                        .array());
            case 4 ->
                Bytes.owning(ByteBuffer.allocate(Integer.BYTES)
                        .putInt(Integer.parseInt(text))
                        .array());
            case 5, 8 ->
                Bytes.owning(ByteBuffer.allocate(Long.BYTES)
                        .putLong(Long.parseLong(text))
                        .array());
            case Header.BYTES -> Bytes.owning(Base64.getDecoder().decode(text));
            case 9 -> uuid(text);
            default -> Bytes.utf8(text);
        };
    }

    private static Bytes uuid(String text) {
        byte[] value = HexFormat.of().parseHex(text);
        if (value.length != 16) {
            throw new IllegalArgumentException("'" + text + "' is not a UUID of 32 digits");
        }
        return Bytes.owning(value);
    }
}

package io.reprise.server.tls;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;

/** Reads the private key that belongs to a certificate. */
final class PrivateKeys {
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final byte[] VERSION_0 = {2, 1, 0};

    private PrivateKeys() {}

    /** @throws GeneralSecurityException if it is damaged, or of another algorithm than the public key */
    static PrivateKey read(PemFile.Block block, PublicKey belonging) throws GeneralSecurityException {
        boolean isWrapped = block.label().equals("PRIVATE KEY");
        byte[] encoded = isWrapped ? block.content() : wrap(block.content(), belonging);
        return KeyFactory.getInstance(belonging.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }

    /** Whether what the one signs is what the other verifies. */
    static boolean isPair(PrivateKey one, PublicKey other) throws GeneralSecurityException {
        String algorithm = switch (other.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> other.getAlgorithm();
        };
        byte[] any = "any".getBytes(StandardCharsets.UTF_8);
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(one);
        signature.update(any);
        byte[] signed = signature.sign();
        signature.initVerify(other);
        signature.update(any);
        return signature.verify(signed);
    }

    /**
     * The older forms of RSA (RFC 8017, A.1.2) and EC keys (RFC 5915) as PKCS #8 (RFC 5208, 5). The algorithm that is put around them is
     * that of the public key.
     */
    private static byte[] wrap(byte[] key, PublicKey belonging) {
        byte[] publicKey = belonging.getEncoded(); // a sequence of algorithm and key
        int start = contentAt(publicKey, 0);
        int end = endAt(publicKey, start);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(VERSION_0);
        content.write(publicKey, start, end - start);
        content.writeBytes(value(OCTETS, key));
        return value(SEQUENCE, content.toByteArray());
    }

    /** Where the content of the DER value at a place begins. */
    private static int contentAt(byte[] der, int at) {
        int length = der[at + 1] & 0xff;
        return at + 2 + (length < 0x80 ? 0 : length - 0x80);
    }

    /** Where the DER value at a place ends. */
    private static int endAt(byte[] der, int at) {
        int content = contentAt(der, at);
        int length = der[at + 1] & 0xff;
        if (length >= 0x80) {
            length = 0;
            for (int i = at + 2; i < content; i++) {
                length = length << 8 | der[i] & 0xff;
            }
        }
        return content + length;
    }

    private static byte[] value(int tag, byte[] content) {
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        value.write(tag);
        if (content.length >= 0x80) {
            int bytes = content.length < 0x100 ? 1 : content.length < 0x10000 ? 2 : 3;
            value.write(0x80 + bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                value.write(content.length >> 8 * i);
            }
        } else {
            value.write(content.length);
        }
        value.writeBytes(content);
        return value.toByteArray();
    }
}

package io.reprise.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The files of others within the page are those of the package marked 18.2.1 at registry.npmjs.org, byte for byte. */
class VendoredFilesTest {
    @Test
    void markedIsAsItWasPublished() throws IOException, NoSuchAlgorithmException {
        assertEquals("5371fea86fd0656b4fc7bea7c94c663109d82789b69433eeee78d42895aa44de", sha256("marked.esm.js"));
    }

    @Test
    void itsLicenceIsBesideIt() throws IOException, NoSuchAlgorithmException {
        assertEquals("8e3a3f82f59a60958f56ca08f445647c32a4733dc7ca6c2c46f6eb898471ab9c", sha256("marked-LICENSE.txt"));
    }

    private static String sha256(String name) throws IOException, NoSuchAlgorithmException {
        try (InputStream file = RepriseServer.class.getResourceAsStream("page/vendor/" + name)) {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file.readAllBytes()));
        }
    }
}
